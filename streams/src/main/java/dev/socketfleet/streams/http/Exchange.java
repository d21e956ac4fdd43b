package dev.socketfleet.streams.http;

import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.streams.query.StoresUnavailableException;
import io.javalin.http.Context;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request and its answer on a route: reads the parameters, chooses the media type, writes the
 * answer or the refusal, tells a client that it has the answer already.
 */
final class Exchange {

  private static final Logger log = LoggerFactory.getLogger(Exchange.class);

  private static final String CSV_TYPE = "text/csv";
  private static final Set<String> CACHED =
      Stream.concat(Stream.of(Answer.JSON, Answer.CSV), DashboardFiles.TYPES.stream())
          .collect(Collectors.toSet());

  private final ApiMeters meters;

  Exchange(ApiMeters meters) {
    this.meters = meters;
  }

  /** Answers. */
  void run(Context ctx, Route route) {
    long start = System.nanoTime();
    Answer answer;
    try {
      answer = answer(ctx, route);
    } catch (ApiException e) {
      answer = Answer.of(e);
    } catch (StoresUnavailableException e) {
      answer = Answer.of(unavailable(e));
    } catch (RuntimeException e) {
      log.error("Answering {} failed", Quoted.of(ctx.path()), e);
      answer = Answer.of(internal());
    }
    if (answer.partial()) {
      meters.partial();
    }
    write(ctx, answer);
    meters.answered(route.path(), ctx.statusCode(), Duration.ofNanos(System.nanoTime() - start));
  }

  private static Answer answer(Context ctx, Route route) {
    List<String> types = new ArrayList<>(List.of(route.type()));
    route.table().ifPresent(any -> types.add(CSV_TYPE));
    boolean csv = MediaTypes.choose(ctx.header("Accept"), types).equals(CSV_TYPE);
    Call call =
        new Call(
            new Parameters(
                pathParameters(ctx, route),
                QueryString.parse(ctx.req().getQueryString()),
                route.resource().parameters()),
            target(ctx),
            Forwarding.ofHeader(ctx.header(Forwarding.HEADER)));
    Answer answer = route.resource().answer(call);
    if (!csv || answer.status() != 200) {
      return answer;
    }
    byte[] rows = route.table().orElseThrow().write(answer.body());
    Map<String, String> headers = new HashMap<>(answer.headers());
    headers.put("Content-Disposition", "attachment; filename=\"socketfleet.csv\"");
    if (answer.partial()) {
      headers.put("Socketfleet-Partial", "true");
    }
    CsvTable.next(answer.body()).ifPresent(next -> headers.put("Socketfleet-Next", next));
    return new Answer(200, Answer.CSV, rows, answer.partial(), headers);
  }

  private static Map<String, String> pathParameters(Context ctx, Route route) {
    Map<String, String> parameters = new HashMap<>();
    route.pathParameters().forEach(name -> parameters.put(name, ctx.pathParam(name)));
    return parameters;
  }

  private static String target(Context ctx) {
    String query = ctx.req().getQueryString();
    return ctx.req().getRequestURI() + (query == null ? "" : "?" + query);
  }

  /** Sends an answer, or nothing where the client has the same one. */
  static void write(Context ctx, Answer answer) {
    answer.headers().forEach(ctx::header);
    if (answer.status() == 200 && CACHED.contains(answer.type())) {
      String tag = tag(answer.body());
      ctx.header("ETag", tag);
      ctx.header("Cache-Control", "private, no-cache");
      ctx.header("Vary", "Accept, Accept-Encoding, Authorization");
      if (matches(ctx.header("If-None-Match"), tag)) {
        ctx.status(304);
        return;
      }
    }
    ctx.status(answer.status()).contentType(answer.type()).result(answer.body());
  }

  /** Weak, since a compressed answer has the same. */
  private static String tag(byte[] body) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(body);
      return "W/\"" + HexFormat.of().formatHex(hash, 0, 12) + "\"";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static boolean matches(@Nullable String header, String tag) {
    return header != null
        && Arrays.stream(header.split(",", -1)).map(String::strip).anyMatch(tag::equals);
  }

  /** The answer while nobody can tell. */
  static ApiException unavailable(StoresUnavailableException e) {
    long seconds = Math.max(1, e.retryAfter().toSeconds());
    return new ApiException(
        503,
        "unavailable",
        "the state is being moved or restored",
        "Ask again in %d s; GET /health/ready tells when all is there.".formatted(seconds),
        Map.of("Retry-After", Long.toString(seconds)));
  }

  /** The answer to a defect of this program. */
  static ApiException internal() {
    return new ApiException(
        500,
        "internal",
        "the answer could not be made",
        "This is a defect; the log of the server has the details.");
  }
}
