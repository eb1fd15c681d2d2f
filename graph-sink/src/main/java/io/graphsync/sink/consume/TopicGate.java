package io.graphsync.sink.consume;

import io.graphsync.sink.failure.BackoffPolicy;
import io.graphsync.sink.outage.OutageWatch;
import io.graphsync.sink.outage.StopSignal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.AuthenticationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets the sink begin when Kafka answers and has the topics. The sink makes none: the source does. */
final class TopicGate {
    private static final Logger log = LoggerFactory.getLogger(TopicGate.class);
    private static final Duration TOPIC_POLL = Duration.ofMillis(500);
    private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(2);
    private static final Duration REMINDER = Duration.ofSeconds(30);

    private final Map<String, Object> settings;
    private final List<String> topics;
    private final String address;
    private final OutageWatch outage;
    private final InstantSource clock;
    private Instant lastSaid = Instant.EPOCH;

    TopicGate(ConsumeSettings settings, OutageWatch outage, InstantSource clock) {
        this.settings = settings.admin();
        this.topics = new ArrayList<>(settings.topics());
        this.topics.add(settings.route().failed());
        this.address = settings.bootstrapServers();
        this.outage = outage;
        this.clock = clock;
    }

    /**
     * Waits until the topics are there or the stop is requested.
     *
     * @throws FatalException if Kafka refuses the login
     */
    void pass(StopSignal stop) {
        int attempt = 0;
        Admin admin = Admin.create(settings);
        try {
            while (!stop.isRequested()) {
                try {
                    Set<String> present = admin.listTopics().names().get();
                    outage.succeeded();
                    List<String> missing = topics.stream()
                            .filter(topic -> !present.contains(topic))
                            .toList();
                    if (missing.isEmpty()) {
                        return;
                    }
                    sayMissing(missing);
                    stop.await(TOPIC_POLL);
                } catch (ExecutionException failure) {
                    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
                    if (cause instanceof AuthenticationException) {
                        throw new FatalException(
                                "Kafka refused the login at " + address + ": check the settings under kafka.", cause);
                    }
                    outage.failed(cause.getClass().getSimpleName(), cause.getMessage());
                    stop.await(BackoffPolicy.OUTAGE.delay(++attempt, RandomGenerator.getDefault()));
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    stop.request();
                }
            }
        } finally {
            admin.close(CLOSE_DEADLINE);
        }
    }

    private void sayMissing(List<String> missing) {
        if (clock.instant().isBefore(lastSaid.plus(REMINDER))) {
            return;
        }
        lastSaid = clock.instant();
        log.atWarn()
                .addKeyValue("server", "Kafka")
                .addKeyValue("address", address)
                .addKeyValue("missing", String.join(", ", missing))
                .log("Waiting for topics; the source makes them when it starts");
    }
}
