package dev.socketfleet.collector.source.namespace;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs a piece of work inside another network namespace: setns(2) moves one thread only, so each
 * piece gets a thread of its own, which ends with it and never has to find its way back. Sockets
 * opened there stay in that namespace and may be used by any thread.
 */
public final class NamespaceThread {

  private static final Duration DEADLINE = Duration.ofSeconds(5);

  private NamespaceThread() {}

  /**
   * Enters the namespace, does the work and returns its result.
   *
   * @throws IOException when the namespace may not be entered, is gone, or is another one by now
   */
  public static <T> T call(FoundNamespace namespace, Callable<T> work) throws IOException {
    FutureTask<T> task =
        new FutureTask<>(
            () -> {
              enter(namespace);
              return work.call();
            });
    Thread thread = new Thread(task, "netns-" + namespace.name());
    thread.setDaemon(true);
    thread.start();
    return await(task, namespace);
  }

  private static <T> T await(FutureTask<T> task, FoundNamespace namespace) throws IOException {
    try {
      return task.get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      throw new IOException("interrupted in namespace " + namespace.name(), e);
    } catch (TimeoutException e) {
      task.cancel(true);
      throw new IOException("no answer from namespace %s".formatted(namespace.name()), e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw new IOException(String.valueOf(cause == null ? e : cause.getMessage()), e);
    }
  }

  private static void enter(FoundNamespace namespace) throws IOException {
    int descriptor =
        Natives.open(namespace.entrance().toString(), Natives.O_RDONLY | Natives.O_CLOEXEC);
    if (descriptor < 0) {
      throw failure("open " + namespace.entrance());
    }
    try {
      if (Natives.setns(descriptor, Natives.CLONE_NEWNET) != 0) {
        throw failure("setns");
      }
    } finally {
      Natives.close(descriptor);
    }
    long arrived = NamespaceLinks.inodeOfLink(Path.of("/proc/thread-self/ns/net"));
    if (arrived != namespace.inode()) {
      throw new IOException("it is gone; its process id belongs to another one now");
    }
  }

  private static IOException failure(String call) {
    int errno = Native.getLastError();
    return new IOException("%s: %s".formatted(call, Natives.strerror(errno)));
  }

  /**
   * The C functions, bound when the first namespace is entered. Constants of asm-generic/fcntl.h.
   */
  private static final class Natives implements Library {

    static final int O_RDONLY = 0;
    static final int O_CLOEXEC = 02000000;
    static final int CLONE_NEWNET = 0x40000000;

    static {
      Native.register(Natives.class, NativeLibrary.getProcess());
    }

    static native int open(String path, int flags);

    static native int setns(int descriptor, int type);

    static native int close(int descriptor);

    static native String strerror(int errno);
  }
}
