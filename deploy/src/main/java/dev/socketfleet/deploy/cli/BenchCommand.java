package dev.socketfleet.deploy.cli;

import picocli.CommandLine.Command;

/** {@code socketfleet bench}: what it costs, beside what others cost. */
@Command(
    name = "bench",
    hidden = true,
    description = {
      "Measures what Socketfleet costs beside other programs in the same run. Ratios tell; times are",
      "those of this machine at this moment.",
      ""
    },
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      BenchSnapshotCommand.class,
      BenchCollectorCommand.class,
      BenchOutageCommand.class,
      BenchStreamsCommand.class,
      BenchAlertsCommand.class,
      BenchQueriesCommand.class,
      BenchRequestsCommand.class,
      BenchRestoreCommand.class,
      BenchSoakCommand.class,
      BenchRulesCommand.class
    })
final class BenchCommand {}
