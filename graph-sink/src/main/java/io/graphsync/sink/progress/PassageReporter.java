package io.graphsync.sink.progress;

import io.graphsync.outbox.progress.Control;
import io.graphsync.outbox.progress.Heartbeat;
import io.graphsync.outbox.progress.Passage;
import io.graphsync.outbox.progress.ProgressCodec;
import io.graphsync.sink.outage.OutageWatch;
import io.graphsync.sink.outage.StopSignal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Says about once a second, in every partition of the retry topic, which heartbeats have passed. It has a thread of its
 * own, so that a Kafka that is away holds up nobody; what could not be said is not queued, because the next word says it
 * all again.
 */
public final class PassageReporter implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(5);
    private static final byte[] KEY = "graphsync.passage".getBytes(StandardCharsets.UTF_8);

    private final PassedBeats beats;
    private final Producer<byte[], byte[]> producer;
    private final String retryTopic;
    private final OutageWatch outage;
    private final StopSignal stop = new StopSignal();
    private final Thread thread;

    private PassageReporter(
            PassedBeats beats, Producer<byte[], byte[]> producer, String retryTopic, OutageWatch outage) {
        this.beats = beats;
        this.producer = producer;
        this.retryTopic = retryTopic;
        this.outage = outage;
        this.thread = Thread.ofVirtual().name("sink-passages").unstarted(this::run);
    }

    /** Starts the thread. */
    public static PassageReporter start(
            PassedBeats beats, Producer<byte[], byte[]> producer, String retryTopic, OutageWatch outage) {
        PassageReporter reporter = new PassageReporter(beats, producer, retryTopic, outage);
        reporter.thread.start();
        return reporter;
    }

    private void run() {
        while (!stop.await(INTERVAL)) {
            Map<String, Heartbeat> passed = beats.byName();
            if (!passed.isEmpty()) {
                report(ProgressCodec.encode(new Passage(passed)));
            }
        }
    }

    private void report(byte[] value) {
        try {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int i = 0, n = producer.partitionsFor(retryTopic).size(); i < n; i++) {
                ProducerRecord<byte[], byte[]> passage = new ProducerRecord<>(retryTopic, i, KEY, value);
                passage.headers().add(Control.HEADER, Control.PASSAGE.text().getBytes(StandardCharsets.UTF_8));
                sent.add(producer.send(passage));
            }
            for (Future<RecordMetadata> future : sent) {
                future.get();
            }
            outage.succeeded();
        } catch (InterruptedException | InterruptException closed) {
            stop.request();
        } catch (ExecutionException refused) {
            Throwable cause = refused.getCause() == null ? refused : refused.getCause();
            outage.failed(cause.getClass().getSimpleName(), cause.getMessage());
        } catch (KafkaException failure) {
            outage.failed(failure.getClass().getSimpleName(), failure.getMessage());
        }
    }

    /** Ends the thread. */
    @Override
    public void close() {
        stop.request();
        thread.interrupt();
        try {
            thread.join(CLOSE_DEADLINE);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
