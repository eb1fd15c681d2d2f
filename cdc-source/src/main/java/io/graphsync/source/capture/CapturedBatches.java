package io.graphsync.source.capture;

import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import io.graphsync.source.route.Captured;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Hands the engine's batches to the row handler, and acknowledges a batch only after the handler returned. Called by
 * the engine's thread; drained from outside.
 */
final class CapturedBatches implements DebeziumEngine.ChangeConsumer<RecordChangeEvent<SourceRecord>> {
    private final RowHandler handler;
    private final ReentrantLock handling = new ReentrantLock();
    private final CountDownLatch never = new CountDownLatch(1);
    private volatile boolean stopped;

    /** Guarded by {@link #handling}. */
    private boolean begun;

    CapturedBatches(RowHandler handler) {
        this.handler = handler;
    }

    @Override
    public void handleBatch(
            List<RecordChangeEvent<SourceRecord>> records,
            DebeziumEngine.RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
            throws InterruptedException {
        if (!publishAndAcknowledge(records, committer)) {
            // The engine has no word for "not now": to return would acknowledge later batches past this one, to throw
            // would report a failure. It interrupts this thread when it is closed.
            never.await();
        }
    }

    private boolean publishAndAcknowledge(
            List<RecordChangeEvent<SourceRecord>> records,
            DebeziumEngine.RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
            throws InterruptedException {
        handling.lockInterruptibly();
        try {
            if (stopped) {
                return false;
            }
            publish(records);
            for (RecordChangeEvent<SourceRecord> record : records) {
                committer.markProcessed(record);
            }
            committer.markBatchFinished();
            return true;
        } finally {
            handling.unlock();
        }
    }

    private void publish(List<RecordChangeEvent<SourceRecord>> records) throws InterruptedException {
        if (!begun) {
            handler.begin();
            begun = true;
        }
        List<Captured> rows = new ArrayList<>(records.size());
        for (RecordChangeEvent<SourceRecord> record : records) {
            RecordMapper.map(record.record()).ifPresent(rows::add);
        }
        if (rows.isEmpty()) {
            return;
        }
        try {
            handler.handle(rows);
        } catch (RetriableException disguised) {
            throw new IllegalStateException("the engine would drop the batch on a RetriableException", disguised);
        }
    }

    /** Lets the batch under way finish, and holds back all further ones; false if it took longer than allowed. */
    boolean drain(Duration deadline) throws InterruptedException {
        stopped = true;
        boolean idle = handling.tryLock(deadline.toMillis(), TimeUnit.MILLISECONDS);
        if (idle) {
            handling.unlock();
        }
        return idle;
    }
}
