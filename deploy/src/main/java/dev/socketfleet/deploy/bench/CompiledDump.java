package dev.socketfleet.deploy.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The same dump by a C program: what the kernel alone costs. Needs a C compiler. */
final class CompiledDump implements AutoCloseable {

  private static final String SOURCE = "netlink-dump.c";

  private final Path folder;

  private CompiledDump(Path folder) {
    this.folder = folder;
  }

  /** Compiles it; empty where there is no compiler or it does not take the source. */
  static Optional<CompiledDump> compile() throws IOException, InterruptedException {
    if (!Peer.isInstalled("cc")) {
      return Optional.empty();
    }
    CompiledDump dump = new CompiledDump(Files.createTempDirectory("socketfleet-bench-"));
    try (InputStream source = CompiledDump.class.getResourceAsStream(SOURCE)) {
      if (source == null) {
        throw new IOException(SOURCE + " is missing on the class path");
      }
      Files.copy(source, dump.folder.resolve(SOURCE));
    }
    int exit =
        new ProcessBuilder(
                "cc", "-O2", "-o", dump.program(), dump.folder.resolve(SOURCE).toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor();
    if (exit == 0) {
      return Optional.of(dump);
    }
    dump.close();
    return Optional.empty();
  }

  private String program() {
    return folder.resolve("netlink-dump").toString();
  }

  /** Processor time of one dump, milliseconds, without the start of the program. */
  double cpuMs() throws IOException {
    Process process = new ProcessBuilder(program()).start();
    try (InputStream output = process.getInputStream()) {
      String said = new String(output.readAllBytes(), StandardCharsets.US_ASCII);
      return Double.parseDouble(said.split(" ", -1)[0]);
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(Path.of(program()));
    Files.deleteIfExists(folder.resolve(SOURCE));
    Files.deleteIfExists(folder);
  }
}
