package dev.socketfleet.collector.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Picks the best source that works on this host, or the one that was asked for. */
public final class SourceSelector {

  /** The choice that lets the selector pick. */
  public static final String AUTO = "auto";

  private final Map<String, Supplier<SocketSource>> candidates;

  /**
   * A started source.
   *
   * @param notes why the better ones were not taken, for the snapshot; empty when the best works
   */
  public record Selection(SocketSource source, List<String> notes) {

    public Selection {
      notes = List.copyOf(notes);
    }
  }

  /**
   * A selector of these sources.
   *
   * @param candidates by name, best first; a source is made only when its turn comes
   */
  public SourceSelector(Map<String, Supplier<SocketSource>> candidates) {
    this.candidates = candidates;
  }

  /** The names that {@link #select} takes, {@link #AUTO} first. */
  public List<String> choices() {
    List<String> names = new ArrayList<>(candidates.keySet());
    names.add(0, AUTO);
    return List.copyOf(names);
  }

  /**
   * Starts the source of this name, or with {@link #AUTO} the first that starts.
   *
   * @throws SourceUnavailableException when it does not start, or none does
   * @throws IllegalArgumentException when no source has this name
   */
  public Selection select(String choice) throws SourceUnavailableException {
    if (choice.equals(AUTO)) {
      return selectBest();
    }
    Supplier<SocketSource> candidate = candidates.get(choice);
    if (candidate == null) {
      throw new IllegalArgumentException(
          "source was '%s' but it must be one of %s".formatted(choice, choices()));
    }
    return new Selection(started(candidate), List.of());
  }

  private Selection selectBest() throws SourceUnavailableException {
    List<String> refusals = new ArrayList<>();
    for (Map.Entry<String, Supplier<SocketSource>> candidate : candidates.entrySet()) {
      try {
        return new Selection(started(candidate.getValue()), refusals);
      } catch (SourceUnavailableException e) {
        refusals.add("source %s not used: %s".formatted(candidate.getKey(), e.getMessage()));
      }
    }
    throw new SourceUnavailableException(
        "no source can read the sockets of this host: " + String.join("; ", refusals));
  }

  private static SocketSource started(Supplier<SocketSource> candidate)
      throws SourceUnavailableException {
    SocketSource source = candidate.get();
    try {
      source.start();
      return source;
    } catch (SourceUnavailableException | RuntimeException | Error e) {
      source.close();
      throw e;
    }
  }
}
