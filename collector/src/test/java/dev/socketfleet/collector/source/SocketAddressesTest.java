package dev.socketfleet.collector.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SocketAddressesTest {

  /** The examples of RFC 5952 sections 4 and 5, and the edges of zero runs. */
  @ParameterizedTest
  @CsvSource({
    "2001:0db8:0:0:0:0:2:1, 2001:db8::2:1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "2001:DB8:AAAA:BBBB:CCCC:DDDD:EEEE:00AB, 2001:db8:aaaa:bbbb:cccc:dddd:eeee:ab",
    "0:0:0:0:0:0:0:0, ::",
    "0:0:0:0:0:0:0:1, ::1",
    "1:0:0:0:0:0:0:0, 1::",
    "0:1:1:1:1:1:1:0, 0:1:1:1:1:1:1:0",
    "0:0:1:1:1:1:0:0, ::1:1:1:1:0:0",
    "fe80:0:0:0:ffff:ffff:ffff:ffff, fe80::ffff:ffff:ffff:ffff"
  })
  void writesIpv6AsRfc5952Does(String address, String text) throws UnknownHostException {
    ByteBuffer bytes = ByteBuffer.wrap(InetAddress.getByName(address).getAddress());
    assertThat(SocketAddresses.format(bytes.getLong(0), bytes.getLong(8))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.0.0.0",
    "7f000001, 127.0.0.1",
    "cb007109, 203.0.113.9",
    "ffffffff, 255.255.255.255"
  })
  void writesMappedAddressesAsIpv4(String hex, String text) {
    long low = SocketAddresses.ipv4Low(Integer.parseUnsignedInt(hex, 16));
    assertThat(SocketAddresses.format(0, low)).isEqualTo(text);
    assertThat(SocketAddresses.isIpv4(0, low)).isTrue();
  }

  @Test
  void knowsWildcardAndLoopbackOfBothFamilies() {
    assertThat(SocketAddresses.isWildcard(0, 0)).isTrue();
    assertThat(SocketAddresses.isWildcard(0, SocketAddresses.ipv4Low(0))).isTrue();
    assertThat(SocketAddresses.isWildcard(0, 1)).isFalse();
    assertThat(SocketAddresses.isLoopback(0, 1)).isTrue();
    assertThat(SocketAddresses.isLoopback(0, SocketAddresses.ipv4Low(0x7f010203))).isTrue();
    assertThat(SocketAddresses.isLoopback(0, SocketAddresses.ipv4Low(0x80000001))).isFalse();
    assertThat(SocketAddresses.isLoopback(1, 1)).isFalse();
  }
}
