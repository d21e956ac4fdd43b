package dev.socketfleet.streams.http;

import java.util.List;

/** How the process is. Safe for any thread; answers at once. */
public interface Health {

  /** False when only a restart can help. */
  boolean isAlive();

  /** What is not there yet, in a word or two each; empty when every question can be answered. */
  List<String> waitingFor();
}
