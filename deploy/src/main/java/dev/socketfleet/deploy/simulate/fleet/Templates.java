package dev.socketfleet.deploy.simulate.fleet;

import static dev.socketfleet.deploy.simulate.fleet.Template.client;
import static dev.socketfleet.deploy.simulate.fleet.Template.server;

import dev.socketfleet.deploy.simulate.fleet.Template.Remote;
import dev.socketfleet.deploy.simulate.fleet.Template.Rhythm;
import java.util.ArrayList;
import java.util.List;

/** The endpoints of each profile, the busiest first. */
final class Templates {

  private static final List<Template> WEB =
      List.of(
          server(443, "nginx.service", "nginx", 1_400, 25)
              .listening(4, 511)
              .closing(0.25)
              .with(Remote.INTERNET)
              .replaced(),
          server(80, "nginx.service", "nginx", 90, 8)
              .listening(2, 511)
              .closing(0.6)
              .with(Remote.INTERNET)
              .replaced(),
          client(8080, "nginx.service", "nginx", 420, 40).with(Remote.APP).closing(0.5),
          client(8081, "nginx.service", "nginx", 60, 20).with(Remote.APP),
          client(8443, "nginx.service", "nginx", 35, 60).with(Remote.APP),
          server(9000, "php8.2-fpm.service", "php-fpm8.2", 40, 4)
              .with(Remote.LOOPBACK)
              .closing(0)
              .replaced(),
          client(9000, "nginx.service", "nginx", 40, 4).with(Remote.LOOPBACK),
          client(6379, "php8.2-fpm.service", "php-fpm8.2", 60, 30).with(Remote.CACHE),
          client(11211, "php8.2-fpm.service", "php-fpm8.2", 30, 15).with(Remote.CACHE),
          client(443, "php8.2-fpm.service", "php-fpm8.2", 25, 10).with(Remote.INTERNET),
          server(9113, "nginx-exporter.service", "nginx-exporter", 2, 60).in(Rhythm.FLAT),
          server(8443, "admin.service", "java", 6, 120).listening(1, 128),
          server(4317, "", "otelcol", 12, 600).inContainer(1).listening(1, 128),
          client(4317, "", "otelcol", 4, 900).inContainer(1),
          server(3000, "", "node", 30, 20).inContainer(2).listening(1, 511).replaced(),
          client(8080, "", "node", 40, 30).inContainer(2).with(Remote.APP));

  private static final List<Template> APP =
      List.of(
          server(8080, "orders.service", "java", 520, 45)
              .listening(1, 128)
              .with(Remote.WEB)
              .replaced(),
          server(8081, "catalog.service", "java", 110, 25)
              .listening(1, 128)
              .with(Remote.WEB)
              .replaced(),
          server(8443, "accounts.service", "java", 60, 60).listening(1, 4_096).with(Remote.WEB),
          client(5432, "orders.service", "java", 80, 300).with(Remote.DB),
          client(5433, "catalog.service", "java", 40, 60).with(Remote.DB),
          client(6379, "orders.service", "java", 60, 120).with(Remote.CACHE),
          client(11211, "catalog.service", "java", 20, 60).with(Remote.CACHE),
          client(9092, "orders.service", "java", 12, 3_600).in(Rhythm.FLAT),
          client(443, "accounts.service", "java", 45, 12).with(Remote.INTERNET),
          client(8081, "orders.service", "java", 30, 30).with(Remote.APP),
          server(9404, "orders.service", "java", 2, 60).listening(1, 50).in(Rhythm.FLAT),
          server(5005, "", "java", 0, 600).listening(1, 5).ofProcess().in(Rhythm.FLAT),
          server(8000, "", "gunicorn", 70, 6).inContainer(1).listening(1, 2_048).replaced(),
          client(5432, "", "gunicorn", 24, 120).inContainer(1).with(Remote.DB),
          client(443, "", "gunicorn", 18, 8).inContainer(1).with(Remote.INTERNET),
          server(9001, "", "search", 45, 30).inContainer(2).listening(2, 1_024).replaced(),
          client(6379, "", "search", 16, 90).inContainer(2).with(Remote.CACHE),
          client(8080, "", "search", 22, 20).inContainer(2).with(Remote.APP));

  private static final List<Template> DB =
      List.of(
          server(5432, "postgresql@16-main.service", "postgres", 460, 240)
              .listening(2, 200)
              .closing(0.02)
              .with(Remote.APP),
          server(5433, "pgbouncer.service", "pgbouncer", 240, 60)
              .listening(1, 128)
              .closing(0.05)
              .with(Remote.APP)
              .replaced(),
          client(5432, "pgbouncer.service", "pgbouncer", 60, 600).with(Remote.LOOPBACK),
          client(5434, "postgresql@16-main.service", "postgres", 3, 86_400)
              .with(Remote.DB)
              .in(Rhythm.FLAT),
          server(5434, "postgresql@16-main.service", "postgres", 3, 86_400)
              .with(Remote.DB)
              .in(Rhythm.FLAT),
          server(9187, "postgres-exporter.service", "postgres_exporter", 2, 60).in(Rhythm.FLAT),
          client(5432, "postgres-exporter.service", "postgres_exporter", 2, 30)
              .with(Remote.LOOPBACK)
              .in(Rhythm.FLAT)
              .ofProcess(),
          server(2379, "etcd.service", "etcd", 14, 1_800).in(Rhythm.FLAT),
          server(2380, "etcd.service", "etcd", 8, 7_200).in(Rhythm.FLAT),
          client(2379, "patroni.service", "patroni", 6, 120).in(Rhythm.FLAT),
          client(2380, "etcd.service", "etcd", 8, 7_200).in(Rhythm.FLAT),
          server(8008, "patroni.service", "patroni", 4, 5).listening(1, 5).in(Rhythm.FLAT),
          client(8008, "patroni.service", "patroni", 2, 5).with(Remote.DB).in(Rhythm.FLAT),
          client(443, "pgbackrest.service", "pgbackrest", 40, 20)
              .with(Remote.INTERNET)
              .in(Rhythm.JOBS),
          server(8432, "pgbackrest.service", "pgbackrest", 4, 60).in(Rhythm.JOBS));

  private static final List<Template> CACHE =
      List.of(
          server(6379, "redis-server.service", "redis-server", 620, 90)
              .listening(1, 511)
              .closing(0.1)
              .with(Remote.APP)
              .replaced(),
          server(16379, "redis-server.service", "redis-server", 10, 7_200).in(Rhythm.FLAT),
          client(16379, "redis-server.service", "redis-server", 10, 7_200)
              .with(Remote.CACHE)
              .in(Rhythm.FLAT),
          client(6379, "redis-server.service", "redis-server", 2, 86_400)
              .with(Remote.CACHE)
              .in(Rhythm.FLAT),
          server(26379, "redis-sentinel.service", "redis-sentinel", 9, 3_600)
              .listening(1, 511)
              .in(Rhythm.FLAT),
          client(26379, "redis-sentinel.service", "redis-sentinel", 6, 3_600).in(Rhythm.FLAT),
          server(11211, "memcached.service", "memcached", 210, 40)
              .listening(4, 1_024)
              .with(Remote.APP),
          server(9121, "redis-exporter.service", "redis_exporter", 2, 60).in(Rhythm.FLAT),
          server(9150, "memcached-exporter.service", "memcached_expor", 2, 60).in(Rhythm.FLAT),
          client(11211, "memcached-exporter.service", "memcached_expor", 1, 30)
              .with(Remote.LOOPBACK)
              .in(Rhythm.FLAT),
          server(6380, "", "keydb", 80, 30).inContainer(1).listening(1, 511).with(Remote.WORKER),
          client(443, "", "keydb", 3, 60).inContainer(1).with(Remote.INTERNET));

  private static final List<Template> WORKER =
      List.of(
          client(5432, "jobs.service", "python3", 120, 30).with(Remote.DB).in(Rhythm.JOBS),
          client(6379, "jobs.service", "python3", 50, 60).with(Remote.CACHE).in(Rhythm.JOBS),
          client(6380, "jobs.service", "python3", 30, 60).with(Remote.CACHE),
          client(5672, "jobs.service", "python3", 24, 3_600).in(Rhythm.FLAT),
          client(9092, "jobs.service", "python3", 10, 3_600).in(Rhythm.FLAT),
          client(8080, "jobs.service", "python3", 90, 10).with(Remote.APP).in(Rhythm.JOBS),
          client(443, "jobs.service", "python3", 140, 6).with(Remote.INTERNET).in(Rhythm.JOBS),
          client(25, "mailer.service", "mailer", 12, 8).with(Remote.INTERNET),
          client(587, "mailer.service", "mailer", 30, 10).with(Remote.INTERNET),
          server(9201, "jobs.service", "python3", 3, 30).listening(1, 128).in(Rhythm.FLAT),
          server(8025, "mailer.service", "mailer", 20, 5).listening(1, 128).replaced(),
          server(7000, "", "ffmpeg-farm", 25, 40).inContainer(1).listening(1, 256).replaced(),
          client(443, "", "ffmpeg-farm", 60, 15).inContainer(1).with(Remote.INTERNET),
          client(5432, "", "report", 16, 90).inContainer(2).with(Remote.DB).in(Rhythm.JOBS),
          client(443, "", "report", 20, 10).inContainer(2).with(Remote.INTERNET));

  /** What every host runs. */
  private static final List<Template> COMMON =
      List.of(
          server(22, "ssh.service", "sshd", 3, 900).listening(2, 128),
          server(25, "postfix.service", "master", 1, 5)
              .listening(2, 100)
              .with(Remote.LOOPBACK)
              .in(Rhythm.FLAT),
          server(9100, "node-exporter.service", "node_exporter", 2, 60).in(Rhythm.FLAT),
          server(8301, "consul.service", "consul", 6, 300).in(Rhythm.FLAT),
          client(8301, "consul.service", "consul", 6, 300).in(Rhythm.FLAT),
          server(8500, "consul.service", "consul", 8, 30).with(Remote.LOOPBACK),
          client(8500, "consul-template.service", "consul-template", 8, 30).with(Remote.LOOPBACK),
          client(9093, "socketfleet-collector.service", "java", 2, 7_200).in(Rhythm.FLAT),
          client(6514, "rsyslog.service", "rsyslogd", 1, 7_200).in(Rhythm.FLAT),
          client(53, "systemd-resolved.service", "systemd-resolve", 1, 2).with(Remote.OTHERS),
          client(8140, "puppet.service", "puppet", 1, 10).in(Rhythm.JOBS));

  private Templates() {}

  static List<Template> of(Profile profile) {
    List<Template> all =
        new ArrayList<>(
            switch (profile) {
              case WEB -> WEB;
              case APP -> APP;
              case DB -> DB;
              case CACHE -> CACHE;
              case WORKER -> WORKER;
            });
    all.addAll(COMMON);
    return all;
  }
}
