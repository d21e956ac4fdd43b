package dev.socketfleet.common.model;

/**
 * The accept queues of an endpoint's listeners. With SO_REUSEPORT several sockets listen on one
 * port; the sums hide a single stuck worker, so the fullest socket is told beside them.
 *
 * @param sockets how many sockets listen, at least 1
 * @param queued connections that wait for accept(2), over all sockets
 * @param limit what the queues can hold, over all sockets; {@link #UNKNOWN} where the system does
 *     not say
 * @param fullest the socket with the highest ratio of queued to limit
 */
public record ListenQueue(int sockets, long queued, long limit, Fullest fullest) {

  /** A limit that the system does not tell (procfs, OSHI). */
  public static final long UNKNOWN = -1;

  /**
   * The fullest of the listeners.
   *
   * @param limit as of listen(2), capped by somaxconn; {@link #UNKNOWN} where not told
   */
  public record Fullest(long queued, long limit) {

    /** Queued to limit: above 1 when full, since Linux queues limit + 1; 0 when unknown. */
    public double fill() {
      return limit < 0 ? 0 : (double) queued / Math.max(1, limit);
    }
  }

  public ListenQueue {
    if (sockets < 1 || queued < 0 || limit < UNKNOWN) {
      throw new IllegalArgumentException(
          "listen was sockets=%d queued=%d limit=%d but it needs a socket and no negative numbers"
              .formatted(sockets, queued, limit));
    }
  }

  /** One listening socket. */
  public static ListenQueue of(long queued, long limit) {
    return new ListenQueue(1, queued, limit, new Fullest(queued, limit));
  }

  /** Both sets of listeners together; the sum of their sockets stops at the largest int. */
  public ListenQueue plus(ListenQueue other) {
    long limits = limit < 0 || other.limit < 0 ? UNKNOWN : limit + other.limit;
    long all = (long) sockets + other.sockets;
    return new ListenQueue(
        (int) Math.min(all, Integer.MAX_VALUE),
        queued + other.queued,
        limits,
        fuller(other.fullest));
  }

  private Fullest fuller(Fullest other) {
    int byFill = Double.compare(fullest.fill(), other.fill());
    if (byFill != 0) {
      return byFill > 0 ? fullest : other;
    }
    return fullest.queued() >= other.queued() ? fullest : other;
  }
}
