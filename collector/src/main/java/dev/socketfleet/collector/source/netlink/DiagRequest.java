package dev.socketfleet.collector.source.netlink;

import java.nio.ByteBuffer;

/**
 * What is asked of sock_diag: all TCP sockets in the wanted states.
 *
 * <p>The old request of inet_diag (struct inet_diag_req) ignores the family and so answers with
 * both in one walk over the kernel's tables; the newer one (struct inet_diag_req_v2) takes a walk
 * each. Both give the same rows and attributes.
 */
enum DiagRequest {
  /** Both families at once. */
  BOTH_FAMILIES,
  /** AF_INET alone. */
  IPV4,
  /** AF_INET6 alone. */
  IPV6;

  /** Message type of linux/inet_diag.h. */
  static final short TCPDIAG_GETSOCK = 18;

  /** Message type of linux/sock_diag.h. */
  static final short SOCK_DIAG_BY_FAMILY = 20;

  /**
   * TCP_ESTABLISHED (bit 1) to TCP_CLOSING (bit 11) and TCP_BOUND_INACTIVE (bit 13, since Linux
   * 6.8; older kernels ignore it). Bit 0 and TCP_NEW_SYN_RECV (12) name no visible state.
   */
  static final int ALL_STATES = 0x2fff;

  /** Only TCP_LISTEN: a walk that costs next to nothing. */
  static final int LISTENING = 1 << 10;

  private static final short NLM_F_REQUEST_DUMP = 0x301;
  private static final int HEADER = 16;
  private static final int SOCKET_ID = 48;
  private static final byte AF_INET = 2;
  private static final byte AF_INET6 = 10;
  private static final byte IPPROTO_TCP = 6;

  /**
   * Writes the request at the buffer's start.
   *
   * @param buffer in native byte order
   * @return its length in bytes
   */
  int encode(ByteBuffer buffer, int states, int sequence) {
    return switch (this) {
      case BOTH_FAMILIES -> encodeOld(buffer, states, sequence);
      case IPV4 -> encodeFamily(buffer, AF_INET, states, sequence);
      case IPV6 -> encodeFamily(buffer, AF_INET6, states, sequence);
    };
  }

  private static int encodeOld(ByteBuffer buffer, int states, int sequence) {
    header(buffer, HEADER + 4 + SOCKET_ID + 8, TCPDIAG_GETSOCK, sequence);
    buffer.put(AF_INET).put((byte) 0).put((byte) 0).put((byte) 0);
    zeros(buffer, SOCKET_ID);
    return buffer.putInt(states).putInt(0).position();
  }

  private static int encodeFamily(ByteBuffer buffer, byte family, int states, int sequence) {
    header(buffer, HEADER + 8 + SOCKET_ID, SOCK_DIAG_BY_FAMILY, sequence);
    buffer.put(family).put(IPPROTO_TCP).put((byte) 0).put((byte) 0).putInt(states);
    zeros(buffer, SOCKET_ID);
    return buffer.position();
  }

  private static void header(ByteBuffer buffer, int length, short type, int sequence) {
    buffer.clear();
    buffer.putInt(length).putShort(type).putShort(NLM_F_REQUEST_DUMP).putInt(sequence).putInt(0);
  }

  private static void zeros(ByteBuffer buffer, int count) {
    for (int i = 0; i < count; i++) {
      buffer.put((byte) 0);
    }
  }
}
