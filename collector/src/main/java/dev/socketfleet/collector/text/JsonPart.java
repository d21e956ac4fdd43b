package dev.socketfleet.collector.text;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where JSON is in a text that has a prompt, a command or a warning around it. */
final class JsonPart {

  /** An object, or an array of objects or of nothing; programs stand in brackets, too. */
  private static final Pattern BEGIN =
      Pattern.compile("(?m)^[\\s\ufeff]*+(?=\\{|\\[\\s*+(?:[{\\]]|\\z))");

  private JsonPart() {}

  /** The characters before the JSON, 0 when there is none. */
  static int start(CharSequence text) {
    Matcher begin = BEGIN.matcher(text);
    return begin.find() ? begin.end() : 0;
  }

  static boolean isIn(CharSequence text) {
    return BEGIN.matcher(text).find();
  }

  /** Puts a reader before the JSON, which must begin in the first characters. */
  static void skipTo(Reader in) throws IOException {
    in.mark(TextInput.HEAD_CHARS);
    int start = start(TextInput.headText(in));
    in.reset();
    for (long left = start; left > 0; left -= in.skip(left)) {
      // A reader may skip less than it was asked for.
    }
  }

  /** Whether an object begins in what a parser did not take. Reads all of it. */
  static boolean hasMore(JsonParser json, Reader in) throws IOException {
    StringWriter taken = new StringWriter();
    json.releaseBuffered(taken);
    boolean more = taken.toString().indexOf('{') >= 0;
    for (int c = in.read(); c >= 0 && !more; c = in.read()) {
      more = c == '{';
    }
    return more;
  }
}
