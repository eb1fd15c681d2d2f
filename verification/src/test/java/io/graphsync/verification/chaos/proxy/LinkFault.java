package io.graphsync.verification.chaos.proxy;

import java.time.Duration;

/** What is wrong with a link. */
public sealed interface LinkFault {
    /** Which way bytes go. */
    enum Direction {
        /** From the client to the server. */
        TO_SERVER,
        /** From the server to the client. */
        TO_CLIENT
    }

    /** Nothing. */
    record None() implements LinkFault {}

    /** Each piece of data comes late, in both directions. */
    record Delay(Duration atLeast, Duration jitter) implements LinkFault {
        /** Checks the signs. */
        public Delay {
            if (atLeast.isNegative() || jitter.isNegative()) {
                throw new IllegalArgumentException("a delay is not negative");
            }
        }
    }

    /** Connections are taken and all their bytes vanish. Those that lost bytes are reset when the fault ends. */
    record BlackHole() implements LinkFault {}

    /** One direction is silent; its bytes wait, as for the retransmissions of a network that comes back. */
    record HalfOpen(Direction dead) implements LinkFault {}

    /** Bytes trickle in both directions. */
    record SlowDrain(int bytesPerSecond) implements LinkFault {
        /** Checks the range. */
        public SlowDrain {
            if (bytesPerSecond < 10) {
                throw new IllegalArgumentException("at least 10 bytes a second: " + bytesPerSecond);
            }
        }
    }
}
