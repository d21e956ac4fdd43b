package dev.socketfleet.collector.text;

import dev.socketfleet.collector.owner.SocketHolders;
import dev.socketfleet.collector.owner.ToldHolders;
import dev.socketfleet.collector.source.Capture;
import dev.socketfleet.collector.source.NetworkNamespace;
import dev.socketfleet.collector.source.SocketSource;
import dev.socketfleet.collector.source.SocketTable;
import dev.socketfleet.collector.source.SourceUnavailableException;
import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.common.states.StateDictionary;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the sockets of a host from what {@code ss}, {@code netstat} and their kind printed there: a
 * file, which is read anew at each capture, or standard input, which is read once. Knows no cookies
 * and no inodes; rows are counted as they stand, none is taken for a repetition. Owned by one
 * thread.
 */
public final class TextSocketSource implements SocketSource {

  /** The name of this source. */
  public static final String NAME = "text";

  private static final int QUOTED_LINES = 3;

  private final TextSettings settings;
  private final InputStream standardInput;
  private final TextFormats formats;
  private final ToldHolders holders = new ToldHolders();
  private @Nullable Opened opened;
  private String os = "";

  /** An input whose format is known. */
  private record Opened(TextInput input, TextFormat format, int evidence) {}

  /**
   * A source of this text.
   *
   * @param standardInput what the input {@code -} stands for
   */
  public TextSocketSource(TextSettings settings, InputStream standardInput) {
    this.settings = settings;
    this.standardInput = standardInput;
    this.formats =
        new TextFormats(StateDictionary.load(), PortNames.ofThisHost(), settings.inputName());
  }

  @Override
  public String name() {
    return NAME;
  }

  /** The kind of system that printed the text, known once it was started: {@code Linux}. */
  public String os() {
    return os;
  }

  /** Who holds the sockets of the last capture, as far as the text tells. */
  public SocketHolders holders() {
    return holders;
  }

  /**
   * Opens the input and recognizes its format.
   *
   * @throws SourceUnavailableException when it cannot be read, is empty, or looks like no format
   */
  @Override
  public void start() throws SourceUnavailableException {
    opened = open();
    os = opened.format().os();
  }

  private Opened open() throws SourceUnavailableException {
    String name = Quoted.of(settings.inputName());
    try {
      TextInput input = TextInput.open(settings, standardInput);
      try {
        return recognized(input, name);
      } catch (SourceUnavailableException | IOException | RuntimeException e) {
        input.close();
        throw e;
      }
    } catch (FileNotFoundException e) {
      throw new SourceUnavailableException(
          "%s cannot be read: %s".formatted(name, reason(settings.input())), e);
    } catch (IOException e) {
      throw new SourceUnavailableException(
          "%s cannot be read: %s".formatted(name, Quoted.of(String.valueOf(e.getMessage()))), e);
    }
  }

  private static String reason(String file) {
    Path path = Path.of(file);
    if (!Files.exists(path)) {
      return "there is no such file";
    }
    return Files.isDirectory(path) ? "it is a directory" : "permission denied";
  }

  private Opened recognized(TextInput input, String name)
      throws IOException, SourceUnavailableException {
    List<String> head = input.head();
    List<String> first = head.stream().filter(line -> !line.isBlank()).limit(QUOTED_LINES).toList();
    if (first.isEmpty()) {
      throw new SourceUnavailableException(
          name + " is empty: nothing was printed, which is no count of zero");
    }
    if (!settings.format().equals(TextFormats.AUTO)) {
      TextFormat format = formats.named(settings.format()).orElseThrow();
      return new Opened(input, format, format.evidence(head));
    }
    TextFormat format =
        formats
            .recognize(head)
            .orElseThrow(
                () ->
                    new SourceUnavailableException(
                        "%s is in no format that is known. It begins with: %s. %s"
                            .formatted(name, quoted(first), remedy(head))));
    return new Opened(input, format, format.evidence(head));
  }

  private static String remedy(List<String> head) {
    return head.stream().anyMatch(line -> line.contains("LocalPort"))
        ? "Print it as JSON: Get-NetTCPConnection | ConvertTo-Json"
        : "Name the format with --format: " + String.join(", ", TextFormats.names());
  }

  private static String quoted(List<String> lines) {
    return String.join(
        ", ", lines.stream().map(line -> "'" + Quoted.of(line.strip()) + "'").toList());
  }

  @Override
  public Capture capture(SocketTable into) {
    into.clear();
    holders.clear();
    List<String> notes = new ArrayList<>();
    boolean complete = false;
    Opened started = opened;
    opened = null;
    try {
      complete = read(started == null ? open() : started, into, notes);
    } catch (SourceUnavailableException | IOException e) {
      notes.add("text: " + Quoted.of(String.valueOf(e.getMessage()), 400));
    }
    return new Capture(complete, notes, List.of(NetworkNamespace.only()));
  }

  private boolean read(Opened input, SocketTable into, List<String> notes) throws IOException {
    TextFaults faults = new TextFaults(settings.inputName());
    try (TextInput text = input.input()) {
      ReadRows rows = new ReadRows(into, holders, faults);
      input.format().read(text.reader(), rows);
      rows.end();
    }
    if (input.input().isCut()) {
      faults.incomplete(
          "it is longer than %d bytes (text.limit); the rest was not read"
              .formatted(settings.limitBytes()));
    }
    if (into.size() == 0) {
      faults.incomplete(
          input.evidence() == 0
              ? "nothing in it looks like " + input.format().name()
              : "no TCP socket is in it, which is taken for a wrong option and no count of zero");
    }
    notes.add("text: read as " + input.format().name());
    notes.addAll(faults.messages());
    return faults.isComplete();
  }

  @Override
  public void close() {
    Opened input = opened;
    opened = null;
    if (input != null) {
      try {
        input.input().close();
      } catch (IOException e) {
        // Nothing was written; there is nothing to lose.
        return;
      }
    }
  }
}
