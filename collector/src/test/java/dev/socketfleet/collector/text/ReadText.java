package dev.socketfleet.collector.text;

import dev.socketfleet.collector.owner.Holder;
import dev.socketfleet.collector.source.Capture;
import dev.socketfleet.collector.source.SocketAddresses;
import dev.socketfleet.collector.source.SocketTable;
import dev.socketfleet.collector.source.SourceUnavailableException;
import dev.socketfleet.common.model.SocketState;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A text as the source reads it, and what it says of it. */
record ReadText(String os, Capture capture, SocketTable table, List<Optional<Holder>> holders) {

  static final long LIMIT = 64L << 20;

  static ReadText of(String text) throws SourceUnavailableException {
    return of(text, TextFormats.AUTO);
  }

  static ReadText of(String text, String format) throws SourceUnavailableException {
    return of(text.getBytes(StandardCharsets.UTF_8), format);
  }

  static ReadText of(byte[] text, String format) throws SourceUnavailableException {
    return read(
        new TextSocketSource(
            new TextSettings(TextSettings.STANDARD_INPUT, format, LIMIT),
            new ByteArrayInputStream(text)));
  }

  static ReadText ofFile(Path file) throws SourceUnavailableException {
    return read(
        new TextSocketSource(
            new TextSettings(file.toString(), TextFormats.AUTO, LIMIT),
            new ByteArrayInputStream(new byte[0])));
  }

  static ReadText read(TextSocketSource source) throws SourceUnavailableException {
    try (source) {
      source.start();
      SocketTable table = new SocketTable();
      Capture capture = source.capture(table);
      List<Optional<Holder>> holders = new ArrayList<>();
      for (int row = 0; row < table.size(); row++) {
        holders.add(Optional.ofNullable(source.holders().of(row)));
      }
      return new ReadText(source.os(), capture, table, holders);
    }
  }

  /** The format that it was read as. */
  String format() {
    return notes().get(0).replace("text: read as ", "");
  }

  List<String> notes() {
    return capture.notes();
  }

  /** Sockets by state. */
  Map<SocketState, Integer> states() {
    Map<SocketState, Integer> states = new TreeMap<>();
    for (int row = 0; row < table.size(); row++) {
      states.merge(table.state(row), 1, Integer::sum);
    }
    return states;
  }

  /** Each socket as {@code state local -> remote owner}, without what is not known. */
  List<String> rows() {
    List<String> rows = new ArrayList<>();
    for (int row = 0; row < table.size(); row++) {
      rows.add(
          "%s %s:%d -> %s:%d%s%s"
              .formatted(
                  table.state(row).wireName(),
                  SocketAddresses.format(table.localHigh(row), table.localLow(row)),
                  table.localPort(row),
                  SocketAddresses.format(table.remoteHigh(row), table.remoteLow(row)),
                  table.remotePort(row),
                  queues(row),
                  holders.get(row).map(holder -> " " + holder).orElse("")));
    }
    return rows;
  }

  private String queues(int row) {
    int received = table.receiveQueue(row);
    int toSend = table.sendQueue(row);
    return received == SocketTable.UNKNOWN && toSend == SocketTable.UNKNOWN
        ? ""
        : " " + received + "/" + toSend;
  }
}
