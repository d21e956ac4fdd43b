package dev.socketfleet.common.states;

/** Something to know about all states, for example what a socket is beside a port. */
public record Note(String id, String title, String text) {}
