package dev.socketfleet.deploy.notify;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** A webhook: keeps what it is sent. It can go down and come up again under one address. */
public final class HttpReceiver implements AutoCloseable {

  /** A request that was answered with 200. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Request(Map<String, String> headers, byte[] body) {

    String header(String name) {
      return headers.getOrDefault(name, "");
    }

    String transition() {
      return header("Idempotency-Key");
    }
  }

  private final int port;
  private final List<Request> accepted = new CopyOnWriteArrayList<>();
  private final List<Integer> refused = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private volatile ToIntFunction<Request> status = request -> 200;
  private @Nullable HttpServer server;

  /** Down until {@link #up}. */
  public HttpReceiver() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
  }

  public String url() {
    return "http://127.0.0.1:" + port + "/hook";
  }

  public void up() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  void down() {
    HttpServer running = server;
    server = null;
    if (running != null) {
      running.stop(0);
    }
  }

  /** How it answers from now on. */
  void answering(ToIntFunction<Request> with) {
    status = with;
  }

  public List<Request> accepted() {
    return accepted;
  }

  /** Ids of the transitions in them. */
  public List<String> transitions() {
    return accepted.stream().map(Request::transition).toList();
  }

  /** Statuses of the others. */
  List<Integer> refused() {
    return refused;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
      Request request = new Request(headers, exchange.getRequestBody().readAllBytes());
      int answer = status.applyAsInt(request);
      if (answer == 200) {
        accepted.add(request);
      } else {
        refused.add(answer);
      }
      exchange.sendResponseHeaders(answer, -1);
    }
  }

  @Override
  public void close() {
    down();
    threads.shutdownNow();
  }
}
