package dev.socketfleet.collector.text;

import java.io.IOException;
import java.io.Reader;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * A format of lines.
 *
 * @param parser makes a parser for one input
 * @param weight how sure one line makes that the input is of this format: {@link #HEADER}, {@link
 *     #ROW}, or 0
 */
record LineFormat(String name, String os, Supplier<RowParser> parser, ToIntFunction<Words> weight)
    implements TextFormat {

  /** A line that only this format has. */
  static final int HEADER = 100;

  /** A row of a shape that only this format has. */
  static final int ROW = 2;

  @Override
  public int evidence(List<String> head) {
    int evidence = 0;
    for (String line : head) {
      evidence += weight.applyAsInt(Words.of(line));
    }
    return evidence;
  }

  @Override
  public void read(Reader in, ReadRows into) throws IOException {
    TextLines lines = new TextLines(in);
    RowAssembler assembler = new RowAssembler(parser.get(), into);
    for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
      assembler.line(line.get());
    }
    assembler.end(lines.isOpen());
    if (lines.cut() > 0) {
      into.faults()
          .remark(
              "text: %d lines were longer than %d characters; what is beyond was not read"
                  .formatted(lines.cut(), TextLines.MAX_LENGTH));
    }
  }
}
