package dev.socketfleet.streams.http;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many requests a client address may send: a bucket for each, filled continuously, that holds
 * two seconds' worth. The addresses seen last are kept, so a flood from many cannot fill the
 * memory. Safe for any thread.
 */
final class RateLimit {

  private static final int MAX_CLIENTS = 10_000;

  private final double perNano;
  private final double capacity;
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > MAX_CLIENTS;
        }
      };

  /**
   * A limit.
   *
   * @param perSecond above 0
   */
  RateLimit(int perSecond) {
    this.perNano = perSecond / 1e9;
    this.capacity = perSecond * 2.0;
  }

  private static final class Bucket {
    private double level;
    private long atNanos;
  }

  /**
   * Takes one request of a client.
   *
   * @param nowNanos of a clock that only goes on
   * @return false when it sent too many
   */
  synchronized boolean take(String client, long nowNanos) {
    Bucket bucket = buckets.get(client);
    if (bucket == null) {
      bucket = new Bucket();
      bucket.level = capacity;
      bucket.atNanos = nowNanos;
      buckets.put(client, bucket);
    }
    bucket.level = Math.min(capacity, bucket.level + (nowNanos - bucket.atNanos) * perNano);
    bucket.atNanos = nowNanos;
    if (bucket.level < 1) {
      return false;
    }
    bucket.level -= 1;
    return true;
  }
}
