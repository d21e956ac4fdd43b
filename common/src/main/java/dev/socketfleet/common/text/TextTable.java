package dev.socketfleet.common.text;

import dev.socketfleet.common.model.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Rows with aligned columns for a terminal: text to the left, numbers to the right. Cells are
 * foreign text: control characters go.
 */
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

  /** The rows, the header first, without line ends. */
  public List<String> lines() {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    boolean[] numeric = new boolean[columns];
    for (int column = 0; column < columns; column++) {
      int at = column;
      widths[column] = rows.stream().mapToInt(row -> row.get(at).length()).max().orElse(0);
      numeric[column] =
          rows.stream().skip(1).map(row -> row.get(at)).allMatch(TextTable::isNumberOrEmpty);
    }
    return rows.stream().map(row -> line(row, widths, numeric)).toList();
  }

  private static String line(List<String> row, int[] widths, boolean[] numeric) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      String cell = row.get(column);
      String padding = " ".repeat(widths[column] - cell.length());
      boolean right = numeric[column] || isNumber(cell);
      line.append(right ? padding + cell : cell + padding).append(GAP);
    }
    return line.toString().stripTrailing();
  }

  private static boolean isNumberOrEmpty(String cell) {
    return cell.isEmpty() || isNumber(cell);
  }

  private static boolean isNumber(String cell) {
    return !cell.isEmpty() && cell.chars().allMatch(c -> Character.isDigit(c) || c == '.');
  }
}
