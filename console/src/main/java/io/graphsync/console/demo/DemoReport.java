package io.graphsync.console.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * What a demo with {@code --exit} found.
 *
 * @param format name and version of this layout
 * @param events outbox rows written
 * @param applied events that are in the graph, or that a newer event overtook
 * @param deadLetters events that were given up
 * @param expectedDeadLetters rows that were broken on purpose
 * @param differences what differs between the graph and the rows; 0 means that they are equal
 * @param firstEventMs milliseconds from the start of the process until the first event was in the graph
 * @param latency from commit to graph, while the traffic was steady
 * @param drainEventsPerSecond events a second from PostgreSQL to the graph, while a backlog was worked off
 */
@JsonPropertyOrder({
    "format",
    "events",
    "applied",
    "dead_letters",
    "expected_dead_letters",
    "differences",
    "first_event_ms",
    "latency_ms",
    "drain_events_per_s"
})
record DemoReport(
        @JsonProperty("format") String format,
        @JsonProperty("events") long events,
        @JsonProperty("applied") long applied,
        @JsonProperty("dead_letters") long deadLetters,
        @JsonProperty("expected_dead_letters") long expectedDeadLetters,
        @JsonProperty("differences") long differences,
        @JsonProperty("first_event_ms") long firstEventMs,
        @JsonProperty("latency_ms") Latency latency,
        @JsonProperty("drain_events_per_s") long drainEventsPerSecond) {

    static final String FORMAT = "graphsync.demo/1";

    /** Percentiles in milliseconds. */
    record Latency(
            @JsonProperty("p50") double p50,
            @JsonProperty("p99") double p99) {}

    /** Whether the demo proved what it set out to prove. */
    boolean good() {
        return differences == 0 && deadLetters == expectedDeadLetters && applied + deadLetters == events;
    }
}
