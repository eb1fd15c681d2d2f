package io.graphsync.verification.chaos.plan;

import java.time.Duration;

/** What can happen. */
public enum FaultKind {
    /** {@code kill -9} of a process of ours, which is started again when the fault ends. */
    KILL("kill -9", 200, 4_000),
    /** {@code kill -9} of the source that is active. */
    KILL_ACTIVE("kill -9 of the active source", 200, 5_000),
    /** SIGSTOP of a process of ours, and SIGCONT. */
    PAUSE("stop and go on", 1_000, 7_000),
    /** SIGTERM of a process of ours, which drains, and a start. */
    RESTART("orderly restart", 100, 1_000),
    /** {@code kill -9} of every process of a server, data kept. */
    SERVER_KILL("kill -9 of a server", 200, 4_000),
    /** An orderly stop of a server, data kept. */
    SERVER_RESTART("restart of a server", 200, 3_000),
    /** SIGSTOP of a server, and SIGCONT. */
    SERVER_PAUSE("server stops and goes on", 1_000, 7_000),
    /** PostgreSQL's immediate shutdown (SIGQUIT), as its crash recovery knows it. */
    IMMEDIATE_STOP("immediate shutdown", 200, 3_000),
    /** The server's disk takes no more bytes; afterwards the server is restarted, as an operator would. */
    DISK_FULL("disk full", 2_000, 5_000),
    /** Every connection of a link is reset, a few times. */
    CUT("connections cut", 100, 1_500),
    /** Data arrive late. */
    DELAY("delay with jitter", 2_000, 8_000),
    /** Data vanish. */
    BLACK_HOLE("black hole", 1_500, 8_000),
    /** Requests do not arrive. */
    DEAF("half open, requests lost", 1_500, 8_000),
    /** Answers do not arrive. */
    MUTE("half open, answers lost", 1_500, 8_000),
    /** A few KB a second. */
    SLOW_DRAIN("slow drain", 2_000, 8_000),
    /** Another client holds locks on nodes that the sinks want. */
    GRAPH_LOCKED("graph locked", 500, 5_000),
    /** Events of long ago are sent to their topics once more, in a random order. */
    LATE_DUPLICATES("late duplicates", 100, 200);

    private final String words;
    private final Duration shortest;
    private final Duration longest;

    FaultKind(String words, int shortestMillis, int longestMillis) {
        this.words = words;
        this.shortest = Duration.ofMillis(shortestMillis);
        this.longest = Duration.ofMillis(longestMillis);
    }

    /** The kind for a person. */
    public String words() {
        return words;
    }

    /** How long it lasts at least. */
    public Duration shortest() {
        return shortest;
    }

    /** How long it lasts at most, unless a plan stretches it. */
    public Duration longest() {
        return longest;
    }
}
