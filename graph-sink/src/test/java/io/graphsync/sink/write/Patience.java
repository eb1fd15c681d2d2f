package io.graphsync.sink.write;

import io.graphsync.sink.failure.BackoffPolicy;
import io.graphsync.sink.failure.FailureClass;
import io.graphsync.sink.failure.GraphFailure;
import io.graphsync.sink.mapping.MappedEvent;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes again what lost a race against another writer, as the sink does. */
final class Patience {
    private static final Logger log = LoggerFactory.getLogger(Patience.class);
    private static final Set<FailureClass> PASSING = Set.of(FailureClass.TRANSIENT, FailureClass.CONTENTION);
    private static final int MOST_ATTEMPTS = 8;

    private Patience() {}

    /** What writes a batch. */
    interface Write {
        void run(List<MappedEvent> events) throws GraphFailure;
    }

    static void write(Write writer, List<MappedEvent> events) throws GraphFailure, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                writer.run(events);
                return;
            } catch (GraphFailure failure) {
                if (!PASSING.contains(failure.failureClass()) || attempt == MOST_ATTEMPTS) {
                    throw failure;
                }
                log.atWarn().addKeyValue("code", failure.code()).log("Again");
                Thread.sleep(BackoffPolicy.CONTENTION.delay(attempt, new Random()));
            }
        }
    }
}
