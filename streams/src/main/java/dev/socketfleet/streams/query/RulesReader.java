package dev.socketfleet.streams.query;

/** Read access to the rules in force. Safe for any thread. */
public interface RulesReader {

  /** The rules of this moment. */
  RulesView view();
}
