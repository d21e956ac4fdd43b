package dev.socketfleet.streams.notify;

import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.AlertStatus;
import dev.socketfleet.common.model.ResolveReason;
import dev.socketfleet.common.model.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What Alertmanager has to hear of the alerts of one partition, and when: each change at once, what
 * fires again and again, what is over for some while longer, since an Alertmanager may have been
 * away. What it never has to hear of is not kept. Owned by one thread.
 *
 * <p>Alertmanager knows an alert by its labels. When they change, the alert with the old ones is
 * over.
 */
final class AlertBook {

  /** As long as Prometheus goes on telling that an alert is over. */
  static final Duration TELL_RESOLVED_FOR = Duration.ofMinutes(15);

  private final Set<Severity> severities;
  private final Duration resendInterval;
  private final Map<Map<String, String>, Entry> byLabels = new HashMap<>();
  private final Map<String, Map<String, String>> labelsOf = new HashMap<>();

  private static final class Entry {
    private Notice notice;
    private Instant dueAt;
    private boolean news = true;

    private Entry(Notice notice, Instant dueAt) {
      this.notice = notice;
      this.dueAt = dueAt;
    }
  }

  AlertBook(Set<Severity> severities, Duration resendInterval) {
    this.severities = severities;
    this.resendInterval = resendInterval;
  }

  /**
   * Takes the current form of an alert, in the order of its partition.
   *
   * @param news whether nobody has told Alertmanager of this one for sure
   */
  void apply(Alert alert, boolean news, Instant now) {
    Map<String, String> labels = AlertmanagerJson.labels(alert);
    if (alert.status() == AlertStatus.FIRING && severities.contains(alert.severity())) {
      if (!labels.equals(labelsOf.get(alert.id()))) {
        end(alert.id(), alert.updatedAt(), now);
      }
      labelsOf.put(alert.id(), labels);
      put(new Notice(labels, alert, Optional.empty()), now);
      return;
    }
    Instant endedAt = alert.resolvedAt().orElse(alert.updatedAt());
    if (!end(alert.id(), endedAt, now) && isOver(alert)) {
      boolean late = endedAt.isBefore(now.minus(TELL_RESOLVED_FOR));
      if (news || !late) {
        put(new Notice(labels, alert, Optional.of(endedAt)), now);
      }
    }
  }

  private boolean isOver(Alert alert) {
    return alert.status() == AlertStatus.RESOLVED
        && !alert.reason().equals(Optional.of(ResolveReason.NOT_CONFIRMED))
        && severities.contains(alert.severity());
  }

  /** The alert is no current one any more. */
  void forget(String id, Instant now) {
    end(id, now, now);
  }

  /** Ends the firing alert of that id; tells whether there was one. */
  private boolean end(String id, Instant endedAt, Instant now) {
    Map<String, String> labels = labelsOf.remove(id);
    Entry firing = labels == null ? null : byLabels.get(labels);
    if (firing == null) {
      return false;
    }
    put(new Notice(firing.notice.labels(), firing.notice.alert(), Optional.of(endedAt)), now);
    return true;
  }

  private void put(Notice notice, Instant now) {
    byLabels.put(notice.labels(), new Entry(notice, now));
  }

  /** What is to be sent now, what was due first at first. */
  List<Notice> due(Instant now, int atMost) {
    List<Entry> due = new ArrayList<>();
    for (Entry entry : byLabels.values()) {
      if (!entry.dueAt.isAfter(now)) {
        due.add(entry);
      }
    }
    due.sort(Comparator.comparing(entry -> entry.dueAt));
    return due.stream().limit(atMost).map(entry -> entry.notice).toList();
  }

  /** Alertmanager has heard of it. */
  void told(Notice notice, Instant now) {
    @Nullable Entry entry = byLabels.get(notice.labels());
    if (entry == null || !Objects.equals(entry.notice, notice)) {
      return;
    }
    entry.news = false;
    entry.dueAt = now.plus(resendInterval);
    boolean heardLongEnough =
        notice.endedAt().isPresent()
            && notice.endedAt().get().isBefore(now.minus(TELL_RESOLVED_FOR));
    if (heardLongEnough) {
      byLabels.remove(notice.labels());
    }
  }

  /** Alerts that it keeps. */
  int size() {
    return byLabels.size();
  }

  /** Changes that Alertmanager has not heard of yet. */
  int untold() {
    int news = 0;
    for (Entry entry : byLabels.values()) {
      news += entry.news ? 1 : 0;
    }
    return news;
  }
}
