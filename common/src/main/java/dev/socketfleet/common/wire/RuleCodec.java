package dev.socketfleet.common.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.common.model.rule.Rule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rules as people write them (YAML) and as the topic {@code rules} carries them (JSON), schema
 * {@code socketfleet.rule/1}: the same fields in both.
 */
public final class RuleCodec {

  /** The value of the field {@code schema}; a file may leave it out. */
  public static final String SCHEMA = "socketfleet.rule/1";

  private static final int REVISION_BYTES = 6;

  private static final StreamReadConstraints BOUNDS =
      StreamReadConstraints.builder()
          .maxNestingDepth(16)
          .maxStringLength(4_096)
          .maxNameLength(256)
          .maxDocumentLength(1_048_576)
          .build();

  static final JsonFactory YAML =
      YAMLFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(BOUNDS)
          .build();

  private RuleCodec() {}

  /** The rule as JSON in UTF-8. */
  public static byte[] encode(Rule rule) {
    return Json.write(512, json -> RuleWriter.write(json, rule));
  }

  /** The first 12 hex digits of a hash over the rule's content: changes whenever it does. */
  public static String revision(Rule rule) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(encode(rule));
      return HexFormat.of().formatHex(Arrays.copyOf(hash, REVISION_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * Reads one rule as the topic carries it. Fields that this version does not know are ignored.
   *
   * @param source what a message calls the text, for example the topic
   * @throws InvalidRulesException with all problems
   */
  public static Rule decode(String source, byte[] text) throws InvalidRulesException {
    Problems problems = new Problems(source, false);
    Optional<Rule> rule = parse(text, problems).flatMap(node -> rule(node, problems));
    problems.throwIfAny();
    return rule.orElseThrow();
  }

  /**
   * Reads what a person wrote, YAML or JSON: one rule, or {@code rules:} with a list of them. A
   * field that does not exist is a problem.
   *
   * @param source what a message calls the text, for example the file's name
   * @throws InvalidRulesException with all problems of all rules
   */
  public static List<Rule> decodeAll(String source, byte[] text) throws InvalidRulesException {
    Problems problems = new Problems(source, true);
    List<Rule> rules = parse(text, problems).map(it -> rules(it, problems)).orElse(List.of());
    problems.throwIfAny();
    return rules;
  }

  private static List<Rule> rules(LocatedNode document, Problems problems) {
    if (!(document instanceof LocatedNode.Fields fields) || !fields.byName().containsKey("rules")) {
      return rule(document, problems).stream().toList();
    }
    if (fields.byName().size() > 1
        || !(fields.byName().get("rules") instanceof LocatedNode.Items items)) {
      problems.add(document.line(), "the file must have the field rules, a list, and no other");
      return List.of();
    }
    List<Rule> rules = new ArrayList<>();
    Map<String, Integer> lines = new HashMap<>();
    for (LocatedNode item : items.nodes()) {
      rule(item, problems)
          .ifPresent(
              rule -> {
                Integer before = lines.putIfAbsent(rule.id(), item.line());
                if (before != null) {
                  problems.add(
                      item.line(),
                      "rule '%s' is already in line %d; ids must differ"
                          .formatted(rule.id(), before));
                }
                rules.add(rule);
              });
    }
    return rules;
  }

  private static Optional<Rule> rule(LocatedNode node, Problems problems) {
    if (!(node instanceof LocatedNode.Fields fields)) {
      problems.add(node.line(), "a rule was " + node.shown() + " but it must be a mapping");
      return Optional.empty();
    }
    String name =
        fields.byName().get("id") instanceof LocatedNode.Scalar id
            ? "rule '" + Quoted.of(id.text()) + "': "
            : "rule without id: ";
    return RuleReader.read(RuleFields.of(fields, problems.of(name)));
  }

  private static Optional<LocatedNode> parse(byte[] text, Problems problems) {
    try (JsonParser in = YAML.createParser(new String(text, StandardCharsets.UTF_8))) {
      if (in.nextToken() == null) {
        problems.add(1, "there is nothing in it");
        return Optional.empty();
      }
      LocatedNode document = LocatedNode.read(in);
      if (in.nextToken() != null) {
        problems.add(in.currentTokenLocation().getLineNr(), "a second document follows");
      }
      return Optional.of(document);
    } catch (StreamReadException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      problems.add(line, "this is neither YAML nor JSON: " + Quoted.of(e.getOriginalMessage()));
      return Optional.empty();
    } catch (IOException e) {
      problems.add(
          1, "this is neither YAML nor JSON: " + Quoted.of(String.valueOf(e.getMessage())));
      return Optional.empty();
    }
  }

  private static final class Problems {

    private final String source;
    private final boolean strict;
    private final List<String> sentences = new ArrayList<>();

    Problems(String source, boolean strict) {
      this.source = source;
      this.strict = strict;
    }

    void add(int line, String sentence) {
      sentences.add("%s, line %d: %s.".formatted(source, line, sentence));
    }

    RuleFields.Problems of(String rule) {
      return new RuleFields.Problems() {
        @Override
        public void add(int line, String sentence) {
          Problems.this.add(line, rule + sentence);
        }

        @Override
        public boolean refusesUnknownFields() {
          return strict;
        }
      };
    }

    void throwIfAny() throws InvalidRulesException {
      if (!sentences.isEmpty()) {
        throw new InvalidRulesException(sentences);
      }
    }
  }
}
