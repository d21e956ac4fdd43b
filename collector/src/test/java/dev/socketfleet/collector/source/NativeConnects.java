package dev.socketfleet.collector.source;

import com.sun.jna.Native;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Connections over loopback as fast as the kernel makes them: the channels of Java cost as much
 * again. Linux only.
 */
final class NativeConnects {

  private static final int AF_INET = 2;
  private static final int SOCK_STREAM = 1;
  private static final int SOL_SOCKET = 1;
  private static final int SO_LINGER = 13;
  private static final int BACKLOG = 512;

  /** Closing resets, so that nothing waits in TIME_WAIT. */
  private static final int[] RESET_AT_ONCE = {1, 0};

  static {
    Native.register(NativeConnects.class, "c");
  }

  private final byte[] address;
  private final int listener;

  private NativeConnects(int port, boolean listens) {
    address =
        ByteBuffer.allocate(16)
            .order(ByteOrder.nativeOrder())
            .putShort((short) AF_INET)
            .order(ByteOrder.BIG_ENDIAN)
            .putShort((short) port)
            .putInt(0x7f000001)
            .array();
    listener = listens ? socket(AF_INET, SOCK_STREAM, 0) : -1;
    if (listens && (bind(listener, address, address.length) | listen(listener, BACKLOG)) != 0) {
      throw new IllegalStateException("port " + port + " is taken");
    }
  }

  /** Connections that are accepted. */
  static NativeConnects accepted(int port) {
    return new NativeConnects(port, true);
  }

  /** Connections that are refused: no one listens there. */
  static NativeConnects refused(int port) {
    return new NativeConnects(port, false);
  }

  /** Makes one and closes what came of it. */
  void connect() {
    int client = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(client, SOL_SOCKET, SO_LINGER, RESET_AT_ONCE, 8);
    connect(client, address, address.length);
    if (listener >= 0) {
      close(accept(listener, null, null));
    }
    close(client);
  }

  private static native int socket(int domain, int type, int protocol);

  private static native int setsockopt(int fd, int level, int name, int[] value, int length);

  private static native int bind(int fd, byte[] address, int length);

  private static native int listen(int fd, int backlog);

  private static native int connect(int fd, byte[] address, int length);

  private static native int accept(int fd, byte @Nullable [] address, int @Nullable [] length);

  private static native int close(int fd);
}
