package dev.socketfleet.streams.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class SignatureTest {

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void isTheHmacOfTimestampAndBody() throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(bytes("key"), "HmacSHA256"));
    String expected = HexFormat.of().formatHex(mac.doFinal(bytes("1790000000.{\"a\":1}")));
    assertThat(Signature.of("key", 1_790_000_000, bytes("{\"a\":1}"))).isEqualTo("v1=" + expected);
  }

  @Test
  void changesWithKeyTimeAndBody() {
    String signature = Signature.of("key", 1, bytes("body"));
    assertThat(Signature.of("kez", 1, bytes("body"))).isNotEqualTo(signature);
    assertThat(Signature.of("key", 2, bytes("body"))).isNotEqualTo(signature);
    assertThat(Signature.of("key", 1, bytes("bodz"))).isNotEqualTo(signature);
  }
}
