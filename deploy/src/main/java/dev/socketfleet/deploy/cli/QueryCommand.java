package dev.socketfleet.deploy.cli;

import picocli.CommandLine.Command;

/** {@code socketfleet query}: what the API knows, as tables or JSON. */
@Command(
    name = "query",
    description = {
      "Asks a running instance for hosts, series, rankings and the ports of the fleet.",
      ""
    },
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      QueryHostsCommand.class,
      HostCommand.class,
      SeriesCommand.class,
      TopCommand.class,
      FleetCommand.class,
      EndpointsCommand.class
    })
final class QueryCommand {}
