package dev.socketfleet.deploy.cli;

import picocli.CommandLine.Command;

/** {@code socketfleet drill}: makes real sockets in a suspicious state. */
@Command(
    name = "drill",
    description = {
      "Makes real sockets in a suspicious state on this host, bounded in number and time and cleaned up,",
      "so that you see the alert arrive. Watch it with: socketfleet alerts --follow",
      ""
    },
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      AcceptQueueCommand.class,
      CloseWaitCommand.class,
      FinWait2Command.class,
      ListenerGoneCommand.class,
      PortExhaustionCommand.class,
      SynFloodCommand.class,
      SynReceivedCommand.class,
      SynSentCommand.class,
      TeardownCommand.class
    })
final class DrillCommand {}
