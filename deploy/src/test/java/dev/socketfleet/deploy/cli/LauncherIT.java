package dev.socketfleet.deploy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The launcher script with Java and Maven replaced by scripts that say how they were called. */
class LauncherIT {

  private static final String REMEDY =
      "Install a JDK 17 or newer (Debian, Ubuntu: apt-get install openjdk-17-jdk-headless) or set"
          + " JAVA_HOME to one.\n";

  @TempDir Path folder;
  private Path launcher;
  private Path javaHome;

  private record Ended(int code, String output, String errors) {}

  @BeforeEach
  void copyLauncher() throws IOException {
    launcher = folder.resolve("deploy/bin/socketfleet");
    javaHome = folder.resolve("jdk");
    Files.createDirectories(launcher.getParent());
    Files.copy(Path.of("bin/socketfleet"), launcher);
    executable(launcher);
  }

  @ParameterizedTest
  @CsvSource({"17.0.15,no", "21.0.4,no", "22,yes", "25.0.1,yes", "26-ea,yes"})
  void runsWithJava17AndNewer(String version, String nativeAccess) throws Exception {
    java(version);
    Ended ended = launch("topics", "--prefix", "two words");
    assertThat(ended.errors()).isEmpty();
    assertThat(ended.code()).isZero();
    assertThat(ended.output())
        .contains("-cp " + folder.resolve("deploy").toRealPath() + "/lib/*")
        .endsWith("dev.socketfleet.deploy.cli.Socketfleet topics --prefix two words\n");
    assertThat(ended.output().contains("--enable-native-access=ALL-UNNAMED"))
        .isEqualTo(nativeAccess.equals("yes"));
  }

  @ParameterizedTest
  @CsvSource({"1.8.0_392", "11.0.22", "16.0.2"})
  void namesTheOldJava(String version) throws Exception {
    java(version);
    assertThat(launch("local"))
        .isEqualTo(
            new Ended(
                2,
                "",
                "socketfleet: Java %s in '%s/bin/java' is too old. %s"
                    .formatted(version, javaHome, REMEDY)));
  }

  @Test
  void namesTheJavaHomeWithoutJava() throws Exception {
    assertThat(launch("local"))
        .isEqualTo(
            new Ended(
                2,
                "",
                "socketfleet: JAVA_HOME is '%s' but there is no bin/java in it. %s"
                    .formatted(javaHome, REMEDY)));
  }

  @Test
  void isFoundThroughLinks() throws Exception {
    java("17");
    Path link =
        Files.createSymbolicLink(folder.resolve("first"), Path.of("deploy/bin/socketfleet"));
    launcher = Files.createSymbolicLink(folder.resolve("second"), link.getFileName());
    assertThat(launch("states").output())
        .contains("-cp " + folder.resolve("deploy").toRealPath() + "/lib/*");
  }

  @Test
  void buildsOnceAndAgainWhenASourceChanges() throws Exception {
    java("17");
    Path source = checkout();
    maven("mkdir -p deploy/target/socketfleet/bin; cp deploy/bin/* deploy/target/socketfleet/bin");

    assertThat(launch("states").errors()).contains("building Socketfleet").contains("] built\n");
    assertThat(launch("states").errors()).isEmpty();

    Files.setLastModifiedTime(source, later());
    assertThat(launch("states").errors()).contains("building Socketfleet");
  }

  @Test
  void showsWhyTheBuildFailedAndWhereItsOutputIs() throws Exception {
    java("17");
    checkout();
    maven("echo '[INFO] quiet'; echo '[ERROR] the disk is full'; exit 1");
    Ended ended = launch("states");
    assertThat(ended.code()).isOne();
    assertThat(ended.output()).isEmpty();
    assertThat(ended.errors())
        .endsWith(
            "[ERROR] the disk is full\nsocketfleet: the build failed; its whole output is in %s\n"
                .formatted(folder.toRealPath().resolve("deploy/target/build.log")));
    assertThat(launch("states").code()).isOne();
  }

  private Path checkout() throws IOException {
    for (String module : List.of("common", "collector", "streams", "deploy")) {
      Files.createDirectories(folder.resolve(module + "/src/main"));
      Files.createFile(folder.resolve(module + "/pom.xml"));
    }
    Files.createFile(folder.resolve("pom.xml"));
    return Files.createFile(folder.resolve("common/src/main/A.java"));
  }

  private static FileTime later() {
    return FileTime.fromMillis(System.currentTimeMillis() + 10_000);
  }

  private void java(String version) throws IOException {
    script(
        javaHome.resolve("bin/java"),
        """
        if [ "$1" = -version ]; then echo 'openjdk version "%s" 2025-01-01' >&2; else echo "$@"; fi
        """
            .formatted(version));
    script(javaHome.resolve("bin/javac"), "exit 0\n");
  }

  private void maven(String body) throws IOException {
    script(folder.resolve("maven/mvn"), body + "\n");
  }

  private static void script(Path file, String body) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + body);
    executable(file);
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Ended launch(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    Path output = folder.resolve("output");
    Path errors = folder.resolve("errors");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(Path.of("/").toFile())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile());
    Map<String, String> environment = builder.environment();
    environment.put("JAVA_HOME", javaHome.toString());
    environment.put("PATH", folder.resolve("maven") + ":" + environment.get("PATH"));
    environment.remove("SOCKETFLEET_JAVA_OPTS");
    Process process = builder.start();
    try {
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Ended(
        process.exitValue(), Files.readString(output, UTF_8), Files.readString(errors, UTF_8));
  }
}
