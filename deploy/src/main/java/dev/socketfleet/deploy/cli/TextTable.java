package dev.socketfleet.deploy.cli;

import dev.socketfleet.common.model.Quoted;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Rows with aligned columns for a terminal. Cells are foreign text: control characters go. */
public final class TextTable {

  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();

  public TextTable(String... header) {
    rows.add(List.of(header));
  }

  /** A row with as many cells as the header. */
  public void add(Object... cells) {
    if (cells.length != rows.get(0).size()) {
      throw new IllegalArgumentException(
          "a row had %d cells but the header has %d".formatted(cells.length, rows.get(0).size()));
    }
    rows.add(Stream.of(cells).map(cell -> Quoted.of(cell.toString())).toList());
  }

  void print(PrintWriter out) {
    Terminal terminal = Terminal.detect();
    lines().forEach(line -> out.println(terminal.fit(line)));
  }

  /** The rows, the header first, without line ends. */
  public List<String> lines() {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      String cell = row.get(column);
      String padding = " ".repeat(widths[column] - cell.length());
      line.append(isNumber(cell) ? padding + cell : cell + padding).append(GAP);
    }
    return line.toString().stripTrailing();
  }

  private static boolean isNumber(String cell) {
    return !cell.isEmpty() && cell.chars().allMatch(c -> Character.isDigit(c) || c == '.');
  }
}
