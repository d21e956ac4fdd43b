package dev.socketfleet.streams.http;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.wire.AlertCodec;
import dev.socketfleet.streams.query.AlertHistory;
import dev.socketfleet.streams.query.AlertHistory.Found;
import dev.socketfleet.streams.query.AlertHistory.Position;
import dev.socketfleet.streams.query.AlertHistory.Question;
import dev.socketfleet.streams.query.TimeRange;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code GET /api/v1/alerts/history}: the transitions of a time, oldest first. */
final class HistoryResource implements Resource {

  private static final int DEFAULT_LIMIT = 100;
  private static final int MAX_LIMIT = 1_000;
  private static final Duration DEFAULT_RANGE = Duration.ofDays(1);
  private static final Duration WITHIN = Duration.ofSeconds(8);

  private final AlertHistory history;
  private final Clock clock;

  HistoryResource(AlertHistory history, Clock clock) {
    this.history = history;
    this.clock = clock;
  }

  @Override
  public List<QueryParameter> parameters() {
    List<QueryParameter> parameters = new ArrayList<>();
    parameters.add(QueryParameter.text("host", "Only those of one host.", "web-17"));
    parameters.addAll(QueryParameter.RANGE);
    parameters.addAll(QueryParameter.page(DEFAULT_LIMIT, MAX_LIMIT));
    return parameters;
  }

  @Override
  public Answer answer(Call call) {
    Parameters parameters = call.parameters();
    int limit = parameters.integer("limit", 1, MAX_LIMIT).orElse(DEFAULT_LIMIT);
    Instant now = clock.instant();
    Instant to = parameters.instant("to", now).orElse(now.plusSeconds(60));
    Instant from = parameters.instant("from", now).orElse(to.minus(DEFAULT_RANGE));
    if (!from.isBefore(to)) {
      throw ApiException.invalid(
          "from was %s and to was %s but from must be before to".formatted(from, to), "");
    }
    Optional<Position> after =
        Cursor.from(parameters, "-?\\d{1,15}", ".{1,300}")
            .map(it -> new Position(Instant.ofEpochMilli(Long.parseLong(it.get(0))), it.get(1)));
    Found found =
        history.find(
            new Question(
                parameters.text("host"), new TimeRange(from, to), after, limit + 1, WITHIN));
    boolean partial = !found.complete();
    return Answer.ok(
            ItemList.page(
                found.alerts(),
                limit,
                HistoryResource::cursor,
                new Completeness(partial, Set.of(), Set.of()),
                AlertCodec::write))
        .partial(partial);
  }

  private static String cursor(Alert last) {
    return Cursor.of(last.updatedAt().toEpochMilli(), last.transition());
  }
}
