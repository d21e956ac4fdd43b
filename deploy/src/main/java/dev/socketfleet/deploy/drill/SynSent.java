package dev.socketfleet.deploy.drill;

import dev.socketfleet.common.model.SocketState;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An upstream, 127.0.0.2, that lets SYNs get lost: its clients stay in SYN_SENT. */
final class SynSent implements Scenario {

  private static final InetSocketAddress UPSTREAM = new InetSocketAddress("127.0.0.2", Scene.PORT);

  /** With fewer retries the clients give up after two minutes. */
  private static final String RETRIES = "20";

  private final int count;
  private final List<Closeable> clients = new ArrayList<>();

  private SynSent(int count) {
    this.count = count;
  }

  static Scene scene(int count) {
    return new Scene(
        count + " syn_sent sockets",
        "state syn-sent dport = :" + Scene.PORT,
        Map.of("ipv4/tcp_syn_retries", RETRIES),
        Scene.SYNS_TO_THE_SERVICE,
        SynSent.class,
        List.of(Integer.toString(count)));
  }

  /** The process in the namespace. Argument: the count. */
  public static void main(String[] args) throws IOException {
    ScenarioProcess.hold(new SynSent(Integer.parseInt(args[0])));
  }

  @Override
  public int begin() throws IOException {
    for (int i = 0; i < count; i++) {
      clients.add(Connecting.to(UPSTREAM));
    }
    Rows.atClients(SocketState.SYN_SENT, Scene.PORT).await(count);
    return Scene.PORT;
  }

  @Override
  public void close() {
    clients.forEach(Service::closeQuietly);
    clients.clear();
  }
}
