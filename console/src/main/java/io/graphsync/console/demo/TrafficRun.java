package io.graphsync.console.demo;

import io.graphsync.console.demo.SampleTraffic.Change;
import io.graphsync.console.demo.SampleTraffic.Transaction;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Writes sample traffic at a pace, and counts what it wrote. One thread. */
public final class TrafficRun {
    private static final int ROWS_A_BURST_TRANSACTION = 50;

    private final SampleTraffic traffic;
    private final TrafficWriter writer;
    private long written;
    private long poisonous;

    /** Makes a run that has written nothing yet. */
    public TrafficRun(SampleTraffic traffic, TrafficWriter writer) {
        this.traffic = traffic;
        this.writer = writer;
    }

    /** Writes a row that is broken on purpose. */
    public void writePoison() throws SQLException {
        write(traffic.poison());
    }

    /** Writes {@code events} outbox rows, one transaction after the other, at most {@code perSecond} a second. */
    public void steadily(long events, int perSecond, BooleanSupplier goOn) throws SQLException {
        long start = System.nanoTime();
        long before = written;
        while (written - before < events && goOn.getAsBoolean()) {
            write(traffic.next(budget(events - (written - before))));
            long due = start + (written - before) * 1_000_000_000L / perSecond;
            LockSupport.parkNanos(due - System.nanoTime());
        }
    }

    /** Writes {@code events} outbox rows as fast as one connection can, many to a transaction. */
    public void burst(long events, BooleanSupplier goOn) throws SQLException {
        long left = events;
        while (left > 0 && goOn.getAsBoolean()) {
            Transaction transaction = gather(budget(Math.min(left, ROWS_A_BURST_TRANSACTION)));
            write(transaction);
            left -= transaction.outboxRows();
        }
    }

    private Transaction gather(int rows) {
        List<Change> changes = new ArrayList<>();
        int gathered = 0;
        int broken = 0;
        while (gathered < rows) {
            Transaction next = traffic.next(rows - gathered);
            changes.addAll(next.changes());
            gathered += next.outboxRows();
            broken += next.poisonous();
        }
        return new Transaction(changes, gathered, broken);
    }

    private void write(Transaction transaction) throws SQLException {
        writer.write(transaction);
        written += transaction.outboxRows();
        poisonous += transaction.poisonous();
    }

    private static int budget(long events) {
        return (int) Math.min(events, Integer.MAX_VALUE);
    }

    /** Returns how many outbox rows were written. */
    public long written() {
        return written;
    }

    /** Returns how many of them were broken on purpose. */
    public long poisonous() {
        return poisonous;
    }
}
