package dev.socketfleet.streams.http;

import dev.socketfleet.common.model.Quoted;

/** HTML in which every foreign text is escaped. Owned by one thread. */
final class Html {

  private static final int MAX_TEXT = 300;

  private final StringBuilder html = new StringBuilder(8_192);

  /** Appends markup of our own. */
  Html raw(String markup) {
    html.append(markup);
    return this;
  }

  /** Appends foreign text, for element content and for quoted attribute values. */
  Html text(String text) {
    String printable = Quoted.of(text, MAX_TEXT);
    for (int i = 0; i < printable.length(); i++) {
      char c = printable.charAt(i);
      switch (c) {
        case '&' -> html.append("&amp;");
        case '<' -> html.append("&lt;");
        case '>' -> html.append("&gt;");
        case '"' -> html.append("&quot;");
        case '\'' -> html.append("&#39;");
        case '`' -> html.append("&#96;");
        default -> html.append(c);
      }
    }
    return this;
  }

  /** Appends a table cell with foreign text. */
  Html cell(String text) {
    return raw("<td>").text(text).raw("</td>");
  }

  /** Appends a table cell with a number. */
  Html cell(long number) {
    return raw("<td class=n>").raw(Long.toString(number)).raw("</td>");
  }

  @Override
  public String toString() {
    return html.toString();
  }
}
