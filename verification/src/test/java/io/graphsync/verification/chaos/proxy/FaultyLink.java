package io.graphsync.verification.chaos.proxy;

import io.graphsync.verification.chaos.proxy.LinkFault.Direction;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The state of a link that all its connections share, and the waiting that it imposes. Safe for use by many threads. */
final class FaultyLink {
    private static final int TICKS_A_SECOND = 10;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Random random;

    /** Guarded by {@link #lock}. */
    private LinkFault fault = new LinkFault.None();

    /** Guarded by {@link #lock}: when the link has room for the next bytes. */
    private long roomAt = System.nanoTime();

    FaultyLink(long seed) {
        this.random = new Random(seed);
    }

    /** What becomes of bytes. */
    enum Fate {
        PASS,
        VANISH
    }

    void set(LinkFault next) {
        lock.lock();
        try {
            fault = next;
            roomAt = System.nanoTime();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    LinkFault get() {
        lock.lock();
        try {
            return fault;
        } finally {
            lock.unlock();
        }
    }

    /** How many bytes may be passed on at once. */
    int pieceBytes(int available) {
        return get() instanceof LinkFault.SlowDrain slow
                ? Math.min(available, Math.max(1, slow.bytesPerSecond() / TICKS_A_SECOND))
                : available;
    }

    /** Waits for as long as the link holds such bytes back, and returns what becomes of them. */
    Fate await(Direction direction, int bytes) throws InterruptedException {
        lock.lock();
        try {
            while (fault instanceof LinkFault.HalfOpen half && half.dead() == direction) {
                changed.await();
            }
            return switch (fault) {
                case LinkFault.BlackHole hole -> Fate.VANISH;
                case LinkFault.Delay delay -> {
                    long jitter = delay.jitter().toNanos();
                    awaitWhile(
                            delay,
                            System.nanoTime()
                                    + delay.atLeast().toNanos()
                                    + (jitter == 0 ? 0 : random.nextLong(jitter)));
                    yield Fate.PASS;
                }
                case LinkFault.SlowDrain slow -> {
                    roomAt = Math.max(roomAt, System.nanoTime())
                            + TimeUnit.SECONDS.toNanos(1) * bytes / slow.bytesPerSecond();
                    awaitWhile(slow, roomAt);
                    yield Fate.PASS;
                }
                case LinkFault.None none -> Fate.PASS;
                case LinkFault.HalfOpen other -> Fate.PASS;
            };
        } finally {
            lock.unlock();
        }
    }

    /** Waits until that time, or until the fault is another one. */
    private void awaitWhile(LinkFault expected, long until) throws InterruptedException {
        long left = until - System.nanoTime();
        while (left > 0 && fault.equals(expected)) {
            left = changed.awaitNanos(left);
        }
    }
}
