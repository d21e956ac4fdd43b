package dev.socketfleet.common.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.exc.StreamReadException;
import dev.socketfleet.common.model.Quoted;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A YAML or JSON file with one field, a list of mappings. Notes every problem instead of stopping
 * at the first. Not thread-safe.
 */
public final class YamlDocument {

  private final String source;
  private final String thing;
  private final List<String> problems = new ArrayList<>();

  /**
   * An empty one.
   *
   * @param source what a message calls the text, for example the file's name
   * @param thing what each mapping describes, with its article
   */
  public YamlDocument(String source, String thing) {
    this.source = source;
    this.thing = thing;
  }

  /** One sentence each: where, which field, the value, what it must be. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  /** The mappings in the list that is the document's only field. */
  public List<YamlFields> list(byte[] text, String field) {
    try (JsonParser in = RuleCodec.YAML.createParser(new String(text, StandardCharsets.UTF_8))) {
      if (in.nextToken() == null) {
        add(1, "there is nothing in it; it must have the field %s, a list".formatted(field));
        return List.of();
      }
      return list(LocatedNode.read(in), field);
    } catch (StreamReadException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      add(line, "this is neither YAML nor JSON: " + Quoted.of(e.getOriginalMessage()));
    } catch (IOException e) {
      add(1, "this is neither YAML nor JSON: " + Quoted.of(String.valueOf(e.getMessage())));
    }
    return List.of();
  }

  private List<YamlFields> list(LocatedNode document, String field) {
    if (!(document instanceof LocatedNode.Fields fields)
        || fields.byName().size() != 1
        || !(fields.byName().get(field) instanceof LocatedNode.Items items)) {
      add(
          document.line(),
          "the file must have the field %s, a list, and no other".formatted(field));
      return List.of();
    }
    List<YamlFields> mappings = new ArrayList<>();
    for (LocatedNode item : items.nodes()) {
      if (item instanceof LocatedNode.Fields mapping) {
        mappings.add(new YamlFields(mapping, new Noted()));
      } else {
        add(item.line(), "%s was %s but it must be a mapping".formatted(thing, item.shown()));
      }
    }
    return mappings;
  }

  private void add(int line, String sentence) {
    problems.add("%s, line %d: %s.".formatted(source, line, sentence));
  }

  private final class Noted implements RuleFields.Problems {

    @Override
    public void add(int line, String sentence) {
      YamlDocument.this.add(line, sentence);
    }

    @Override
    public boolean refusesUnknownFields() {
      return true;
    }

    @Override
    public String thing() {
      return thing;
    }
  }
}
