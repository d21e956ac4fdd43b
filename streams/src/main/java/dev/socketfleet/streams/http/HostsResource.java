package dev.socketfleet.streams.http;

import dev.socketfleet.streams.query.HostReader;
import dev.socketfleet.streams.query.HostSummary;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code GET /api/v1/hosts}: the hosts by name, filtered by labels and status. */
final class HostsResource implements Resource {

  private static final int DEFAULT_LIMIT = 500;
  private static final int MAX_LIMIT = 5_000;

  private final HostReader hosts;

  HostsResource(HostReader hosts) {
    this.hosts = hosts;
  }

  @Override
  public Set<String> parameters() {
    return Set.of("label", "status", "limit", "next");
  }

  @Override
  public JsonBody answer(Parameters parameters) {
    List<Map.Entry<String, String>> labels = parameters.labels();
    Optional<String> status =
        parameters.oneOf("status", new String[] {"up", "silent"}, name -> name);
    int limit = parameters.integer("limit", 1, MAX_LIMIT).orElse(DEFAULT_LIMIT);
    String after = parameters.text("next").orElse("");
    List<HostSummary> page =
        hosts.hosts().stream()
            .filter(host -> host.host().compareTo(after) > 0)
            .filter(host -> status.map(HostFields.status(host)::equals).orElse(true))
            .filter(host -> host.labels().entrySet().containsAll(labels))
            .sorted(Comparator.comparing(HostSummary::host))
            .limit(limit + 1L)
            .toList();
    boolean more = page.size() > limit;
    List<HostSummary> items = more ? page.subList(0, limit) : page;
    return new ItemList<>(
        items,
        more ? Optional.of(items.get(limit - 1).host()) : Optional.empty(),
        HostFields::item);
  }
}
