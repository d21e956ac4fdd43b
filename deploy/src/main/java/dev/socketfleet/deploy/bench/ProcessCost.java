package dev.socketfleet.deploy.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux accounts to a process: proc_pid_stat(5) and proc_pid_status(5). */
final class ProcessCost {

  private static final double TICKS_PER_SECOND = 100;
  private static final int USER_TIME = 11;

  private ProcessCost() {}

  /** User and system time since its start, seconds, in steps of a hundredth. */
  static double cpuSeconds(long pid) throws IOException {
    return seconds(Files.readString(Path.of("/proc/" + pid + "/stat"), ISO_8859_1));
  }

  /** The part of it that a HotSpot JVM spent on compiling, seconds. */
  static double compilerSeconds(long pid) throws IOException {
    double sum = 0;
    try (DirectoryStream<Path> threads =
        Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
      for (Path thread : threads) {
        String stat = Files.readString(thread.resolve("stat"), ISO_8859_1);
        if (stat.contains("(C1 Compiler") || stat.contains("(C2 Compiler")) {
          sum += seconds(stat);
        }
      }
    }
    return sum;
  }

  private static double seconds(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[USER_TIME + 1]))
        / TICKS_PER_SECOND;
  }

  /** Resident memory, MiB. */
  static double rssMib(long pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"), ISO_8859_1)) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) / 1_024.0;
      }
    }
    throw new IOException("process " + pid + " has no VmRSS");
  }
}
