package dev.socketfleet.common.states;

import java.util.Iterator;
import java.util.List;

/** A plain-text page in the making: paragraphs and columns within a width. */
final class TextPage {

  /** Narrower than this no column of text can be read. */
  private static final int MIN_TEXT = 20;

  private final StringBuilder text = new StringBuilder();
  private final int width;

  TextPage(int width) {
    this.width = width;
  }

  /** A line of its own after an empty one, but for the first. */
  TextPage heading(String heading) {
    return text.length() == 0 ? verbatim("", heading) : blank().verbatim("", heading);
  }

  TextPage blank() {
    return verbatim("", "");
  }

  TextPage paragraph(String indent, String paragraph) {
    return row(indent, 0, "", paragraph);
  }

  /** A line as it is, however long: what a reader copies must not be broken. */
  TextPage verbatim(String indent, String line) {
    text.append(indent).append(line).append('\n');
    return this;
  }

  /** A label in a column of its own and text beside it; a longer label gets its own line. */
  TextPage row(String indent, int labelWidth, String label, String value) {
    int column = indent.length() + labelWidth;
    List<String> lines = Paragraph.lines(value, Math.max(MIN_TEXT, width - column));
    Iterator<String> rest = lines.iterator();
    text.append(indent).append(label);
    if (label.length() < labelWidth || labelWidth == 0) {
      text.append(" ".repeat(labelWidth - label.length())).append(rest.next());
    }
    text.append('\n');
    rest.forEachRemaining(it -> text.append(" ".repeat(column)).append(it).append('\n'));
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
