package dev.socketfleet.deploy.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.socketfleet.common.kafka.TopicAdmin;
import dev.socketfleet.common.kafka.TopicSizing;
import dev.socketfleet.common.kafka.Topics;
import dev.socketfleet.common.model.Group;
import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.OwnerKind;
import dev.socketfleet.common.model.Snapshot;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.wire.SnapshotCodec;
import dev.socketfleet.deploy.local.EmbeddedBroker;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The folder that is installed on each host: two commands and their libraries. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the commands are shell scripts")
class CollectorDistributionIT {

  private static final Path BUILT = Path.of("../collector/target/socketfleet-collector");
  private static final Duration SOON = Duration.ofSeconds(60);

  private static final String NOBODY = "65534";
  private static final String ALL = "+sys_ptrace,+dac_read_search,+sys_admin";

  @TempDir static Path folder;

  private static EmbeddedBroker broker;
  private static Path home;

  private record Ended(int code, String printed) {}

  @BeforeAll
  static void install() throws IOException {
    home = folder.resolve("opt/collector");
    try (Stream<Path> files = Files.walk(BUILT)) {
      for (Path file : files.toList()) {
        Path to = home.resolve(BUILT.relativize(file).toString());
        Files.createDirectories(to.getParent());
        Files.copy(
            file, to, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Files.deleteIfExists(home.resolve("lib/collector.jsa"));
    // Other users run it too.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    broker = new EmbeddedBroker(folder.resolve("kafka"), 0);
    broker.start(SOON);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      new TopicAdmin(admin).create(Topics.withDefaultPrefix().specs(TopicSizing.singleNode()));
    }
  }

  @AfterAll
  static void stopTheBroker() {
    if (broker != null) {
      broker.close();
    }
  }

  @Test
  void publishesWhilePreparingAndFromTheArchive() throws Exception {
    Ended prepared =
        run("socketfleet-collector-prepare", "--host", "prepare", "--source", "procfs");
    assertThat(prepared.printed()).contains("collector.jsa: ");
    assertThat(prepared.code()).isZero();

    Ended ran = run("socketfleet-collector", "--once", "--host", "run");
    assertThat(ran).isEqualTo(new Ended(0, ""));
    assertThat(loadedFrom("shared objects file")).isGreaterThan(3_000);
    assertThat(
            WholeTopic.json(broker.bootstrapServers(), "socketfleet.snapshots").stream()
                .map(snapshot -> snapshot.path("host").asText())
                .distinct())
        .containsExactlyInAnyOrder("prepare", "run", "loaded");
    try (Stream<Path> files = Files.walk(home.resolve("lib"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .contains("libjnidispatch.so", "libzstd-jni.so");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          -                                      | uid     | namespaces: only its own (needs CAP_SYS_ADMIN and CAP_SYS_PTRACE); owners: needs CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH
          +sys_ptrace                            | uid     | namespaces: only its own (needs CAP_SYS_ADMIN); owners: needs CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH
          +sys_ptrace,+dac_read_search           | process | namespaces: only its own (needs CAP_SYS_ADMIN)
          +sys_ptrace,+dac_read_search,+sys_admin| process | -
          """)
  void eachRightShowsMoreAndTheRestIsSaid(String capabilities, String owner, String notes)
      throws Exception {
    needsRights();
    try (ServerSocket listener = new ServerSocket(0)) {
      Snapshot snapshot = seenByNobody(capabilities == null ? "" : capabilities);
      assertThat(snapshot.complete()).isTrue();
      assertThat(String.join("; ", snapshot.notes())).isEqualTo(notes == null ? "" : notes);
      Group group = onPort(snapshot, listener.getLocalPort()).orElseThrow();
      assertThat(group.counts().count(SocketState.LISTEN)).isEqualTo(1);
      if (owner.equals("uid")) {
        assertThat(group.process()).isEmpty();
      } else {
        assertThat(group.process().orElseThrow().pid()).isEqualTo(ProcessHandle.current().pid());
      }
    }
  }

  /** What the user nobody sees with these capabilities. */
  private static Snapshot seenByNobody(String capabilities) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"));
    if (!capabilities.isEmpty()) {
      command.addAll(List.of("--inh-caps", capabilities, "--ambient-caps", capabilities));
    }
    command.add(home.resolve("bin/socketfleet-collector").toString());
    command.addAll(List.of("--once", "--print", "--json"));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Ended ended = end(builder);
    assertThat(ended.code()).as(ended.printed()).isZero();
    return SnapshotCodec.decode(ended.printed().strip().getBytes(UTF_8));
  }

  private static Optional<Group> onPort(Snapshot snapshot, int port) {
    return snapshot.groups().stream().filter(it -> it.endpoint().port() == port).findFirst();
  }

  @Test
  void tellsTheUnitOfASocketWithoutAnyRight() throws Exception {
    needsRights();
    Path cgroup = Path.of("/sys/fs/cgroup");
    if (!Files.exists(cgroup.resolve("cgroup.controllers"))) {
      cgroup = cgroup.resolve("unified");
    }
    if (!Files.isWritable(cgroup.resolve("cgroup.procs"))) {
      Assumptions.abort(
          "needs cgroups of version 2 that may be written, as on a host with systemd");
    }
    String name = "socketfleet-it-" + ProcessHandle.current().pid() + ".service";
    Path unit = Files.createDirectory(cgroup.resolve(name));
    int port = freePort();
    Process server =
        new ProcessBuilder(
                "sh",
                "-c",
                "echo $$ >\"$0/cgroup.procs\" && exec busybox nc -l -p \"$1\"",
                unit.toString(),
                Integer.toString(port))
            .start();
    try {
      Group group = awaitOnPort(port);
      assertThat(group.owner()).isEqualTo(new Owner(OwnerKind.UNIT, name));
      assertThat(group.process()).isEmpty();
    } finally {
      server.destroyForcibly().waitFor();
      Files.delete(unit);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static Group awaitOnPort(int port) throws Exception {
    long deadline = System.nanoTime() + SOON.toNanos();
    Optional<Group> found = Optional.empty();
    while (found.isEmpty() && System.nanoTime() < deadline) {
      found = onPort(seenByNobody(""), port);
    }
    return found.orElseThrow(() -> new AssertionError("nobody listens on port " + port));
  }

  /** Dropping all rights takes root, and adding some back a bounding set that has them. */
  private static void needsRights() throws IOException, InterruptedException {
    ProcessBuilder trial =
        new ProcessBuilder(
                "setpriv",
                "--reuid",
                NOBODY,
                "--inh-caps",
                ALL,
                "--ambient-caps",
                ALL,
                "readlink",
                "/proc/" + ProcessHandle.current().pid() + "/fd/0")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    if (!succeeds(trial)) {
      Assumptions.abort(
          "needs setpriv (apt-get install util-linux) and root with CAP_SYS_ADMIN, CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH");
    }
  }

  private static boolean succeeds(ProcessBuilder command) throws InterruptedException {
    try {
      return command.start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void carriesNoStreamsBrokerOrServer() throws IOException {
    try (Stream<Path> libraries = Files.list(home.resolve("lib"))) {
      assertThat(libraries.map(it -> it.getFileName().toString()))
          .noneMatch(it -> it.matches("(rocksdb|scala|jetty|javalin|kafka-streams|kafka_).*"))
          .anyMatch(it -> it.startsWith("kafka-clients"));
    }
  }

  @Test
  void namesTheJavaHomeWithoutJava() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(home.resolve("bin/socketfleet-collector").toString());
    builder.environment().put("JAVA_HOME", "/nowhere");
    Ended ended = end(builder);
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.printed())
        .startsWith(
            "socketfleet-collector: JAVA_HOME is '/nowhere' but there is no bin/java in it. Install a Java 17");
  }

  /** How many classes a run takes from where. */
  private static long loadedFrom(String place) throws Exception {
    Path log = folder.resolve("classes.log");
    ProcessBuilder builder = command("socketfleet-collector", "--once", "--host", "loaded");
    builder.environment().put("SOCKETFLEET_JAVA_OPTS", "-Xlog:class+load:file=" + log);
    assertThat(end(builder).code()).isZero();
    try (Stream<String> lines = Files.lines(log)) {
      return lines.filter(line -> line.contains(place)).count();
    }
  }

  private static Ended run(String... command) throws Exception {
    return end(command(command));
  }

  private static ProcessBuilder command(String... arguments) {
    List<String> command = new ArrayList<>(List.of(arguments));
    command.set(0, home.resolve("bin").resolve(arguments[0]).toString());
    command.addAll(List.of("--bootstrap-server", broker.bootstrapServers()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return builder;
  }

  private static Ended end(ProcessBuilder builder) throws Exception {
    Path output = Files.createTempFile(folder, "command-", ".out");
    Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    try {
      assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Ended(process.exitValue(), Files.readString(output));
  }
}
