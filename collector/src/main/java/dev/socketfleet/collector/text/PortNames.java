package dev.socketfleet.collector.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Ports by the names that tools print for them: those of services(5) of this machine, and the most
 * used ones where it has none.
 */
final class PortNames {

  private static final Path SERVICES = Path.of("/etc/services");
  private static final int MAX_LINES = 50_000;

  private static final String USUAL =
      """
      ftp-data=20 ftp=21 ssh=22 telnet=23 smtp=25 nameserver=42 domain=53 tacacs=49 gopher=70 \
      finger=79 http=80 www=80 www-http=80 kerberos=88 kerberos-sec=88 pop3=110 sunrpc=111 \
      rpcbind=111 portmap=111 auth=113 ident=113 nntp=119 ntp=123 epmap=135 loc-srv=135 \
      netbios-ns=137 netbios-ssn=139 imap=143 imap2=143 snmp=161 bgp=179 smux=199 ldap=389 \
      svrloc=427 https=443 microsoft-ds=445 kpasswd=464 submissions=465 urd=465 smtps=465 exec=512 \
      login=513 shell=514 printer=515 afpovertcp=548 rtsp=554 dsf=555 submission=587 ipp=631 \
      ldaps=636 rsync=873 ftps=990 telnets=992 imaps=993 pop3s=995 socks=1080 openvpn=1194 \
      ms-sql-s=1433 ms-sql-m=1434 oracle=1521 ncube-lm=1521 pptp=1723 mqtt=1883 nfs=2049 nfsd=2049 \
      zookeeper=2181 docker=2375 docker-s=2376 iscsi-target=3260 msft-gc=3268 mysql=3306 \
      ms-wbt-server=3389 svn=3690 epmd=4369 sip=5060 sip-tls=5061 xmpp-client=5222 \
      xmpp-server=5269 postgres=5432 postgresql=5432 rfb=5900 vnc-server=5900 wsman=5985 x11=6000 \
      redis=6379 kafka=9092 http-alt=8080 webcache=8080 http-proxy=8080 https-alt=8443 \
      pcsync-https=8443 commplex-main=5000 bacula-fd=9102 jetdirect=9100 git=9418 memcache=11211 \
      mongod=27017 quake=26000
      """;

  private final Map<String, Integer> ports;

  private PortNames(Map<String, Integer> ports) {
    this.ports = ports;
  }

  /** Only the most used ones. */
  static PortNames usual() {
    Map<String, Integer> ports = new HashMap<>();
    for (String entry : Words.of(USUAL).list()) {
      String[] parts = entry.split("=", 2);
      ports.put(parts[0], Integer.valueOf(parts[1]));
    }
    return new PortNames(ports);
  }

  /** Those and the list of this machine, which wins. */
  static PortNames ofThisHost() {
    PortNames names = usual();
    try (BufferedReader lines = Files.newBufferedReader(SERVICES, StandardCharsets.ISO_8859_1)) {
      lines.lines().limit(MAX_LINES).forEach(names::addService);
    } catch (IOException | java.io.UncheckedIOException e) {
      // Many systems have no such file; the usual names are enough then.
      return names;
    }
    return names;
  }

  /** A line of services(5): {@code https 443/tcp alias ... # comment}. */
  private void addService(String line) {
    int comment = line.indexOf('#');
    Words words = Words.of(comment < 0 ? line : line.substring(0, comment));
    String[] port = words.at(1).split("/", 2);
    if (port.length == 2 && port[1].equals("tcp") && Words.number(port[0]) > 0) {
      words.list().stream()
          .filter(word -> !word.equals(words.at(1)))
          .forEach(name -> ports.put(name.toLowerCase(Locale.ROOT), Words.number(port[0])));
    }
  }

  OptionalInt find(String name) {
    Integer port = ports.get(name.toLowerCase(Locale.ROOT));
    return port == null ? OptionalInt.empty() : OptionalInt.of(port);
  }
}
