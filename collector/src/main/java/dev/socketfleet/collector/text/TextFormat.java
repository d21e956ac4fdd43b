package dev.socketfleet.collector.text;

import java.io.IOException;
import java.io.Reader;
import java.util.List;

/** One way to print the sockets of a host. Stateless. */
interface TextFormat {

  /** The name for {@code --format}. */
  String name();

  /** The kind of system that prints it, as in a snapshot. */
  String os();

  /**
   * How much of the input looks like this format.
   *
   * @param head the first lines of the input
   * @return 0 when nothing does; the format with the highest number is taken
   */
  int evidence(List<String> head);

  /** Reads all sockets. Never throws for what stands there. */
  void read(Reader in, ReadRows into) throws IOException;
}
