package dev.socketfleet.collector.source.netlink;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/**
 * The C functions that a netlink socket takes. Only primitives cross over, addresses as {@code
 * long}, so that a call allocates nothing; hence a 64-bit JVM. Constants of asm-generic/socket.h,
 * bits/socket.h and linux/netlink.h.
 */
final class LinuxCalls {

  static final int AF_NETLINK = 16;
  static final int SOCK_RAW = 3;
  static final int SOCK_CLOEXEC = 02000000;
  static final int NETLINK_SOCK_DIAG = 4;
  static final int SOL_SOCKET = 1;
  static final int SO_RCVTIMEO = 20;

  /** Makes recv(2) return the datagram's full length even where the buffer is shorter. */
  static final int MSG_TRUNC = 0x20;

  static final int EINTR = 4;
  static final int EAGAIN = 11;

  static {
    if (Native.LONG_SIZE != 8) {
      throw new UnsatisfiedLinkError("needs a 64-bit JVM");
    }
    Native.register(LinuxCalls.class, NativeLibrary.getProcess());
  }

  private LinuxCalls() {}

  /** What went wrong in this thread's last call, as strerror(3) puts it. */
  static String lastError() {
    return describe(Native.getLastError());
  }

  static String describe(int errno) {
    return "%s (errno %d)".formatted(strerror(errno), errno);
  }

  static native int socket(int domain, int type, int protocol);

  static native int setsockopt(int descriptor, int level, int name, long value, int length);

  static native long send(int descriptor, long buffer, long length, int flags);

  static native long recv(int descriptor, long buffer, long length, int flags);

  static native int close(int descriptor);

  private static native String strerror(int errno);
}
