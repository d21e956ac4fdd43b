package dev.socketfleet.streams.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The dashboard as it is in the jar: a page at {@code /} and the files that it loads from below
 * {@link #FOLDER}. They are the same in every installation and hold nothing about the fleet, which
 * the page asks the API for. Read once.
 */
final class DashboardFiles {

  static final String FOLDER = "/dashboard/";

  static final String HTML = "text/html; charset=utf-8";
  private static final String CSS = "text/css; charset=utf-8";
  private static final String JAVASCRIPT = "text/javascript; charset=utf-8";
  private static final String SVG = "image/svg+xml";

  /** What browsers may keep as long as it has not changed. */
  static final List<String> TYPES = List.of(HTML, CSS, JAVASCRIPT, SVG);

  private static final String PAGE = "index.html";

  private static final List<String> OWN =
      List.of(
          "alert-page.js",
          "alert-parts.js",
          "alerts-page.js",
          "api.js",
          "chart.js",
          "conditions.js",
          "dashboard.css",
          "dashboard.js",
          "dom.js",
          "endpoint-page.js",
          "endpoint-parts.js",
          "events.js",
          "format.js",
          "frame.js",
          "host-page.js",
          "host-parts.js",
          "hosts-page.js",
          "icon.svg",
          "overview-page.js",
          "range.js",
          "route.js",
          "section.js",
          "sparkline.js",
          "state-charts.js",
          "states-page.js",
          "states.js",
          "token-page.js");

  /** Of the library that draws the charts, and what they are called here. */
  private static final Map<String, String> UPLOT =
      Map.of("uPlot.esm.js", "uplot.js", "uPlot.min.css", "uplot.css");

  private final Map<String, Answer> byPath = new TreeMap<>();
  private final Answer page;

  DashboardFiles() {
    for (String name : OWN) {
      byPath.put(FOLDER + name, answer(name, read(FOLDER + name)));
    }
    UPLOT.forEach((file, name) -> byPath.put(FOLDER + name, answer(name, read(uplot(file)))));
    page = answer(PAGE, read(FOLDER + PAGE));
  }

  /** The files by the paths of their URLs, without the page. */
  Map<String, Answer> byPath() {
    return byPath;
  }

  /** The page itself. */
  Answer page() {
    return page;
  }

  private static Answer answer(String name, byte[] content) {
    return new Answer(200, type(name), content, false, Map.of());
  }

  private static String type(String name) {
    String extension = name.substring(name.lastIndexOf('.') + 1);
    return switch (extension) {
      case "html" -> HTML;
      case "css" -> CSS;
      case "js" -> JAVASCRIPT;
      case "svg" -> SVG;
      default -> throw new IllegalStateException("no media type is known for " + name);
    };
  }

  private static String uplot(String file) {
    Properties properties = new Properties();
    byte[] content = read("/META-INF/maven/org.webjars.npm/uplot/pom.properties");
    try (InputStream in = new ByteArrayInputStream(content)) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String version = properties.getProperty("version");
    return "/META-INF/resources/webjars/uplot/" + version + "/dist/" + file;
  }

  private static byte[] read(String resource) {
    try (InputStream in = DashboardFiles.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is not in this program");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
