package dev.socketfleet.common.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.common.model.SocketState;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The one place that knows the TCP states: definitions, the spellings and numbers of 18 systems,
 * what an excess means and what to check first. Immutable; load it once and hand it on.
 */
public final class StateDictionary {

  private static final String RESOURCE = "states.json";

  private final byte[] bytes;
  private final StateDocument document;
  private final StateNames names;

  private StateDictionary(byte[] bytes) {
    this.bytes = bytes;
    this.document = StateDocument.read(bytes);
    this.names = new StateNames(document.entries());
    document.combined().forEach((name, states) -> states.forEach(it -> names.add(name, it)));
  }

  /**
   * Reads the dictionary that comes with this module.
   *
   * @throws IllegalStateException when the file is missing or broken: the build is damaged
   */
  public static StateDictionary load() {
    try (InputStream in = StateDictionary.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(
            RESOURCE + " is missing beside " + StateDictionary.class.getName());
      }
      return new StateDictionary(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + RESOURCE + " failed", e);
    }
  }

  /**
   * What a person or a tool means by a name: any spelling of any system, in any case, with or
   * without hyphens, underscores and spaces. {@code FIN_WAIT} is both of its states. A bare number
   * is no name.
   *
   * @return empty when no system has that name
   */
  public Optional<Set<SocketState>> find(String spelling) {
    return names.find(spelling);
  }

  /**
   * The same for input that must be a state.
   *
   * @throws IllegalArgumentException when it is none; the message names what was typed, the nearest
   *     states and all that are accepted
   */
  public Set<SocketState> parse(String spelling) {
    return find(spelling)
        .orElseThrow(
            () -> new IllegalArgumentException(new UnknownSpelling(names, spelling).message()));
  }

  /**
   * The state of a raw code.
   *
   * @return {@link SocketState#UNKNOWN} for a code that the system does not have; never throws
   */
  public SocketState ofNumber(StateSystem system, int number) {
    return names.ofNumber(system, number);
  }

  /**
   * The state of a name that a system printed. A name that only other systems use is understood
   * when it means one state.
   *
   * @return {@link SocketState#UNKNOWN} for a name that nobody uses; never throws
   */
  public SocketState ofName(StateSystem system, String name) {
    return names.ofName(system, name);
  }

  /** The entry of a state. */
  public StateEntry entry(SocketState state) {
    return document.entries().get(state.code());
  }

  /** The entries of all states, in the order of {@link SocketState#code()}. */
  public List<StateEntry> entries() {
    return document.entries();
  }

  /**
   * What alerts are about beside states.
   *
   * @param id {@code listen_queue} or {@code host}
   * @throws IllegalArgumentException for any other
   */
  public Subject subject(String id) {
    return document.subjects().stream()
        .filter(subject -> subject.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "subject was '%s' but it must be one of %s"
                        .formatted(
                            Quoted.of(id),
                            document.subjects().stream().map(Subject::id).toList())));
  }

  /** All subjects beside states. */
  public List<Subject> subjects() {
    return document.subjects();
  }

  /** Where each system's names and numbers come from, in the order of {@link StateSystem}. */
  public List<SystemEntry> systems() {
    return document.systems();
  }

  /** The ways of numbering states. */
  public List<Numbering> numberings() {
    return document.numberings();
  }

  /** What to know about all states. */
  public List<Note> notes() {
    return document.notes();
  }

  /**
   * The whole dictionary as it answers {@code GET /api/v1/states} and {@code socketfleet states
   * --json}: the resource file in the envelope of every list ({@code items}, {@code next}, {@code
   * partial}). A copy of the caller's own.
   */
  public JsonNode json() {
    try {
      ObjectNode copy = (ObjectNode) new JsonMapper().readTree(bytes);
      return copy.putNull("next").put("partial", false);
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory does not fail", e);
    }
  }

  /** The wire names of all states. */
  static List<String> wireNames() {
    return EnumSet.allOf(SocketState.class).stream().map(SocketState::wireName).toList();
  }
}
