package dev.socketfleet.streams.query;

/** What an instance can read of its stores. */
public record State(HostReader hosts, FleetReader fleet) {}
