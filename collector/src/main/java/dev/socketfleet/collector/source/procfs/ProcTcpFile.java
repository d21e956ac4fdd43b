package dev.socketfleet.collector.source.procfs;

import dev.socketfleet.collector.source.SocketTable;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads a file like {@code /proc/net/tcp} line by line into the table, through one reused buffer.
 * Owned by one thread.
 */
final class ProcTcpFile {

  /** Below the size from which FileInputStream allocates native memory for each read. */
  private static final int FIRST_CAPACITY = 8 * 1024;

  private final ProcTcpLine parser;
  private byte[] buffer = new byte[FIRST_CAPACITY];

  ProcTcpFile(ByteOrder order) {
    parser = new ProcTcpLine(order);
  }

  /**
   * Adds all sockets of the file.
   *
   * @throws java.io.FileNotFoundException when there is no such file
   */
  ProcTcpFaults read(Path file, SocketTable into) throws IOException {
    try (InputStream in = new FileInputStream(file.toFile())) {
      return read(in, file.toString(), into);
    }
  }

  /** The same from any stream; the name is for messages. */
  ProcTcpFaults read(InputStream in, String name, SocketTable into) throws IOException {
    ProcTcpFaults faults = new ProcTcpFaults(name);
    int line = 0;
    int filled = 0;
    int got;
    while ((got = in.read(buffer, filled, buffer.length - filled)) > 0) {
      int limit = filled + got;
      int start = 0;
      for (int at = filled; at < limit; at++) {
        if (buffer[at] == '\n') {
          parseLine(++line, start, at, faults, into);
          start = at + 1;
        }
      }
      filled = keepRest(start, limit);
    }
    if (filled > 0) {
      parseLine(++line, 0, filled, faults, into);
    }
    return faults;
  }

  /** The first line is the header. */
  private void parseLine(int line, int from, int to, ProcTcpFaults faults, SocketTable into) {
    if (line > 1) {
      faults.atLine(line);
      parser.parse(buffer, from, to, faults, into);
    }
  }

  private int keepRest(int start, int limit) {
    int rest = limit - start;
    System.arraycopy(buffer, start, buffer, 0, rest);
    if (rest == buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * buffer.length);
    }
    return rest;
  }
}
