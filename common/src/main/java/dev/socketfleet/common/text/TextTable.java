package dev.socketfleet.common.text;

import dev.socketfleet.common.model.Quoted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Rows with aligned columns for a terminal: text to the left, numbers to the right. Cells are
 * foreign text: control characters go. Where the terminal is too narrow, columns of text get
 * narrower, the widest first, and then those go that the table can be read without.
 */
public final class TextTable {

  private static final int GAP = 2;
  private static final int MAX_CELL = 400;

  /** Narrower columns tell little: rather a column goes that matters less. */
  private static final int COMFORTABLE = 14;

  private static final int LEAST = 4;

  private final List<List<String>> rows = new ArrayList<>();
  private List<String> yielding = List.of();
  private final Map<Integer, Integer> preferred = new HashMap<>();

  public TextTable(String... header) {
    rows.add(List.of(header));
  }

  /** The columns that go where there is no room for all, the first one first. */
  public TextTable yielding(String... columns) {
    yielding = List.of(columns);
    return this;
  }

  /** The column keeps so much room, where it needs it, as long as others can go. */
  public TextTable preferring(String column, int width) {
    preferred.put(rows.get(0).indexOf(column), width);
    return this;
  }

  /** A row with as many cells as the header. */
  public void add(Object... cells) {
    if (cells.length != rows.get(0).size()) {
      throw new IllegalArgumentException(
          "a row had %d cells but the header has %d".formatted(cells.length, rows.get(0).size()));
    }
    rows.add(Stream.of(cells).map(cell -> Quoted.of(cell.toString(), MAX_CELL)).toList());
  }

  /** The rows, the header first, without line ends. */
  public List<String> lines() {
    return lines(Integer.MAX_VALUE, "...", UnaryOperator.identity());
  }

  /**
   * The rows, the header first, without line ends.
   *
   * @param room columns that the terminal has
   * @param ellipsis what stands for text that was cut
   * @param paint what is done with each cell once all have their places, as to colour it; what it
   *     adds takes no columns
   */
  public List<String> lines(int room, String ellipsis, UnaryOperator<String> paint) {
    List<Column> columns = fit(room);
    return rows.stream().map(row -> line(row, columns, room, ellipsis, paint)).toList();
  }

  /**
   * A column with its place in the rows.
   *
   * @param numeric whether it has numbers alone, which are never cut
   */
  private record Column(int at, int width, boolean numeric) {

    Column narrower() {
      return new Column(at, width - 1, numeric);
    }
  }

  private List<Column> fit(int room) {
    List<Column> columns =
        new ArrayList<>(IntStream.range(0, rows.get(0).size()).mapToObj(this::column).toList());
    for (String name : yielding) {
      if (narrow(columns, room, this::comfortable)) {
        return columns;
      }
      int gone = rows.get(0).indexOf(name);
      columns.removeIf(column -> column.at() == gone);
      columns.replaceAll(column -> column(column.at()));
    }
    if (!narrow(columns, room, column -> COMFORTABLE)) {
      narrow(columns, room, column -> LEAST);
    }
    return columns;
  }

  private int comfortable(Column column) {
    return preferred.getOrDefault(column.at(), COMFORTABLE);
  }

  private Column column(int at) {
    int width = rows.stream().mapToInt(row -> DisplayWidth.of(row.get(at))).max().orElse(0);
    boolean numeric =
        rows.stream().skip(1).map(row -> row.get(at)).allMatch(TextTable::isNumberOrEmpty);
    return new Column(at, width, numeric);
  }

  /** Takes room from the widest column until all fit; false when they cannot. */
  private static boolean narrow(List<Column> columns, int room, ToIntFunction<Column> least) {
    long excess = columns.stream().mapToLong(it -> it.width() + GAP).sum() - GAP - room;
    for (; excess > 0; excess--) {
      int widest = -1;
      for (int i = 0; i < columns.size(); i++) {
        Column column = columns.get(i);
        if (!column.numeric()
            && column.width() > least.applyAsInt(column)
            && (widest < 0 || column.width() >= columns.get(widest).width())) {
          widest = i;
        }
      }
      if (widest < 0) {
        return false;
      }
      columns.set(widest, columns.get(widest).narrower());
    }
    return true;
  }

  private static String line(
      List<String> row,
      List<Column> columns,
      int room,
      String ellipsis,
      UnaryOperator<String> paint) {
    StringBuilder line = new StringBuilder();
    int used = 0;
    int pending = 0;
    for (Column column : columns) {
      // A terminal of a few columns has no room even for the narrowest.
      int width = Math.min(column.width(), room - used - pending);
      if (width <= 0) {
        break;
      }
      String cell = DisplayWidth.cut(row.get(column.at()), width, ellipsis);
      int padding = Math.max(0, width - DisplayWidth.of(cell));
      boolean right = column.numeric() || isNumber(cell);
      if (right) {
        pending += padding;
      }
      if (!cell.isEmpty()) {
        line.append(" ".repeat(pending)).append(paint.apply(cell));
        used += pending + DisplayWidth.of(cell);
        pending = 0;
      }
      pending += (right ? 0 : padding) + GAP;
    }
    return line.toString();
  }

  /** A dash is a number that there is none of. */
  private static boolean isNumberOrEmpty(String cell) {
    return cell.isEmpty() || cell.equals("-") || isNumber(cell);
  }

  private static boolean isNumber(String cell) {
    return !cell.isEmpty() && cell.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.');
  }
}
