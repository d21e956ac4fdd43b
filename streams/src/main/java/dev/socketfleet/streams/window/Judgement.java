package dev.socketfleet.streams.window;

/**
 * What a rule held a series against when it last judged it in a window.
 *
 * @param baseline what the series is used to; NaN where nothing is learned yet
 * @param threshold the number that would have raised an alert
 */
public record Judgement(double baseline, double threshold) {}
