package dev.socketfleet.common.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Reads the format of {@link Properties} in UTF-8 and knows the line of each key. */
final class PropertiesFile {

  private final Path path;
  private final List<String> problems;
  private final Map<String, Setting> settings = new LinkedHashMap<>();

  private PropertiesFile(Path path, List<String> problems) {
    this.path = path;
    this.problems = problems;
  }

  /** The settings of the file; what is wrong with it is added to the problems. */
  static Map<String, Setting> read(Path path, List<String> problems) {
    PropertiesFile file = new PropertiesFile(path, problems);
    try {
      file.parse(Files.readAllLines(path));
    } catch (NoSuchFileException e) {
      problems.add("The configuration file %s does not exist. Check the path.".formatted(path));
    } catch (MalformedInputException e) {
      problems.add(
          "The configuration file %s is not UTF-8 text. Save it as UTF-8.".formatted(path));
    } catch (IOException e) {
      problems.add(
          "The configuration file %s cannot be read (%s). Check its permissions."
              .formatted(path, e));
    }
    return file.settings;
  }

  private void parse(List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      int first = i;
      StringBuilder logical = new StringBuilder(lines.get(i));
      if (!isComment(logical)) {
        while (endsWithContinuation(logical) && i + 1 < lines.size()) {
          logical.append('\n').append(lines.get(++i));
        }
      }
      parseLine(logical.toString(), first + 1);
    }
  }

  private static boolean isComment(CharSequence line) {
    String text = line.toString().stripLeading();
    return text.startsWith("#") || text.startsWith("!");
  }

  /** An odd number of backslashes at the end joins the next line. */
  private static boolean endsWithContinuation(CharSequence line) {
    int backslashes = 0;
    while (backslashes < line.length() && line.charAt(line.length() - 1 - backslashes) == '\\') {
      backslashes++;
    }
    return backslashes % 2 == 1;
  }

  private void parseLine(String line, int number) {
    String origin = "%s, line %d".formatted(path.getFileName(), number);
    Properties parsed = new Properties();
    try {
      parsed.load(new StringReader(line));
    } catch (IOException | IllegalArgumentException e) {
      problems.add(
          "%s: %s. Write \\uXXXX with four hex digits, and a backslash as \\\\."
              .formatted(origin, e.getMessage()));
    }
    for (String key : parsed.stringPropertyNames()) {
      Setting former = settings.put(key, new Setting(parsed.getProperty(key).strip(), origin));
      if (former != null) {
        problems.add(
            "%s is set twice (%s; %s). Remove one.".formatted(key, former.origin(), origin));
      }
    }
  }
}
