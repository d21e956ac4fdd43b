package dev.socketfleet.common.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class EndpointTest {

  private static final Endpoint WEB = new Endpoint(Role.SERVER, 443);
  private static final Endpoint TO_WEB = new Endpoint(Role.CLIENT, 443);
  private static final Endpoint SSH = new Endpoint(Role.SERVER, 22);

  @Test
  void ordersByPortWithTheServerSideFirst() {
    TreeSet<Endpoint> ordered = new TreeSet<>();
    ordered.add(TO_WEB);
    ordered.add(WEB);
    ordered.add(SSH);
    assertThat(ordered).containsExactly(SSH, WEB, TO_WEB);
  }

  @Test
  void printsRoleAndPort() {
    assertThat(WEB).hasToString("server:443");
    assertThat(TO_WEB).hasToString("client:443");
  }

  @Test
  void refusesWhatIsNoPort() {
    assertThat(new Endpoint(Role.SERVER, 0).port()).isZero();
    assertThat(new Endpoint(Role.SERVER, 65_535).port()).isEqualTo(65_535);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Endpoint(Role.SERVER, 65_536))
        .withMessage("port was 65536 but it must be in 0..65535");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Endpoint(Role.SERVER, -1))
        .withMessage("port was -1 but it must be in 0..65535");
  }
}
