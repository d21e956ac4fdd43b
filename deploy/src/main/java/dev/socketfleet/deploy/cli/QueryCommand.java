package dev.socketfleet.deploy.cli;

import picocli.CommandLine.Command;

/** {@code socketfleet query}: what the API knows, as tables or JSON. */
@Command(
    name = "query",
    description = {"Asks a running instance for hosts, series and rankings.", ""},
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {HostsCommand.class, HostCommand.class, SeriesCommand.class, TopCommand.class})
final class QueryCommand {}
