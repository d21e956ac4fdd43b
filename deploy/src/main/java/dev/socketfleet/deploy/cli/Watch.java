package dev.socketfleet.deploy.cli;

import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.deploy.CommandFailedException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Shows something again and again until Ctrl-C. A terminal is redrawn in place, each frame in one
 * write, over what was there; the last frame stays when it ends. A file or pipe gets one frame
 * after the other.
 */
final class Watch {

  private static final String OTHER_SCREEN = "\u001b[?1049h\u001b[?25l\u001b[?7l";
  private static final String FIRST_SCREEN = "\u001b[?7h\u001b[?25h\u001b[?1049l";
  private static final String HOME = "\u001b[H";
  private static final String REST_OF_LINE = "\u001b[K";
  private static final String REST_OF_SCREEN = "\u001b[J";

  /** Lines of a terminal that are not the frame's. */
  static final int RESERVED = 3;

  private static final int MAX_TROUBLE = 300;

  private final PrintWriter out;
  private final Terminal terminal;
  private final Duration period;
  private List<String> shown = List.of();
  private boolean opened;

  /** What is shown, made for a terminal of its size at the time. */
  interface Frame {
    List<String> lines(Terminal terminal) throws InterruptedException;
  }

  Watch(PrintWriter out, Terminal terminal, Duration period) {
    this.out = out;
    this.terminal = terminal;
    this.period = period;
  }

  /**
   * Goes on until the thread is interrupted or the reader of a pipe is gone.
   *
   * @param title stands above the frames on a terminal
   * @throws CommandFailedException when the first frame cannot be made; later ones are waited for
   */
  void run(Frame frame, String title) {
    UntilStopped.run(
        () -> {
          try {
            show(frame, title);
          } finally {
            close();
          }
        });
  }

  private void show(Frame frame, String title) throws InterruptedException {
    while (!out.checkError()) {
      long start = System.nanoTime();
      Terminal now = terminal.redraws() ? TerminalSize.now(terminal) : terminal;
      @Nullable String trouble = null;
      try {
        shown = frame.lines(now);
      } catch (CommandFailedException e) {
        if (shown.isEmpty()) {
          throw e;
        }
        trouble = Quoted.of(String.valueOf(e.getMessage()), MAX_TROUBLE);
      }
      draw(now, title, trouble);
      long left = period.toNanos() - (System.nanoTime() - start);
      TimeUnit.NANOSECONDS.sleep(Math.max(left, period.toNanos() / 10));
    }
  }

  private void draw(Terminal now, String title, @Nullable String trouble) {
    if (!terminal.redraws()) {
      if (trouble == null) {
        shown.forEach(out::println);
      }
      out.flush();
      return;
    }
    StringBuilder screen = new StringBuilder(opened ? "" : OTHER_SCREEN).append(HOME);
    opened = true;
    String time = LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS).toString();
    line(screen, now.fit(title + "  " + time + "  (Ctrl-C ends)"));
    line(screen, trouble == null ? "" : now.alarming(now.fit(trouble)));
    int room = Math.max(1, now.lines() - RESERVED);
    int kept = shown.size() <= room ? shown.size() : room - 1;
    shown.subList(0, kept).forEach(each -> line(screen, each));
    if (kept < shown.size()) {
      line(screen, now.fit("%s and %d more lines".formatted(now.ellipsis(), shown.size() - kept)));
    }
    out.print(screen.append(REST_OF_SCREEN));
    out.flush();
  }

  private static void line(StringBuilder screen, String text) {
    screen.append(text).append(REST_OF_LINE).append("\r\n");
  }

  private void close() {
    if (opened) {
      out.print(FIRST_SCREEN);
      shown.forEach(out::println);
    }
    out.flush();
  }
}
