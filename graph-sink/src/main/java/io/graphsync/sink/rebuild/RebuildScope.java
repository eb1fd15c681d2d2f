package io.graphsync.sink.rebuild;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graphsync.outbox.type.EventTypeReader;
import io.graphsync.sink.failure.GraphFailure;
import io.graphsync.sink.job.Job;
import io.graphsync.sink.job.JobState;
import io.graphsync.sink.job.JobStore;
import io.graphsync.sink.rebuild.RebuildOptions.Source;
import io.graphsync.sink.write.GraphConnection;
import io.graphsync.sink.write.GraphReader;
import io.graphsync.sink.write.GraphSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * What a rebuild reads: the topics up to the ends that they have when it begins, and the version of rows without an event. Kept with
 * the job, so that an attempt that is killed and resumed reads the same.
 */
final class RebuildScope {
    private static final String STORE = "store";

    private final RebuildSettings settings;
    private final RebuildOptions options;

    RebuildScope(RebuildSettings settings, RebuildOptions options) {
        this.settings = settings;
        this.options = options;
    }

    /**
     * Returns the store that is to be filled; empty where files are written.
     *
     * @throws ReplayException if the graph can't be asked
     */
    Optional<String> storeToFill() {
        return options.offline().isPresent() ? Optional.empty() : Optional.of(storeAt(settings.target(options)));
    }

    /**
     * Takes it. Where rows are read it waits for those who write to the outbox at this moment.
     *
     * @param store the one that is to be filled
     * @throws ReplayException if a store can't be asked, or what {@code --after} names is no rebuild that has written files
     */
    ObjectNode find(JobStore jobs, Optional<String> store) throws InterruptedException {
        ObjectNode scope = JsonNodeFactory.instance.objectNode();
        store.ifPresent(id -> scope.put(STORE, id));
        if (options.source() == Source.TOPICS || options.into().isPresent()) {
            topics(scope, options.after().map(job -> begins(jobs, job)).orElse(Map.of()));
        } else if (options.offline().isPresent()) {
            topicsIfThere(scope);
        }
        if (options.source() == Source.POSTGRES) {
            rows(scope);
        }
        return scope;
    }

    /**
     * Returns the store of a graph.
     *
     * @throws ReplayException if the graph can't be asked
     */
    static String storeAt(GraphSettings target) {
        try (GraphConnection graph = GraphConnection.open(target)) {
            return new GraphReader(graph).store();
        } catch (GraphFailure failure) {
            throw ReplayException.of(target, failure);
        }
    }

    /** Returns the store that a rebuild began to fill; empty where the job knows none. */
    static Optional<String> storeOf(Job job) {
        JsonNode store = job.options().path("scope").path(STORE);
        return store.isTextual() ? Optional.of(store.asText()) : Optional.empty();
    }

    private void topics(ObjectNode scope, Map<TopicPartition, Long> begins) {
        try (var consumer = settings.consumer()) {
            TopicRange range = TopicRange.of(consumer, settings.eventTopics()).from(begins);
            scope.put("total", range.size()).set("ends", Offsets.toJson(range.ends()));
            if (!begins.isEmpty()) {
                scope.set("begins", Offsets.toJson(range.begins()));
            }
            TopicRange redelivered =
                    TopicRange.of(consumer, List.of(settings.sink().route().redelivered()));
            scope.set("redelivered", Offsets.toJson(redelivered.ends()));
        }
    }

    /** Files that are made of rows are made where Kafka is lost, too; what comes later is read from the topics' beginnings then. */
    private void topicsIfThere(ObjectNode scope) {
        try {
            topics(scope, Map.of());
        } catch (ReplayException | KafkaException lost) {
            scope.removeAll();
        }
    }

    private void rows(ObjectNode scope) throws InterruptedException {
        ObjectNode rows = settings.askPostgres(connection -> {
            long total = RowReplay.estimates(connection).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("floor", VersionFloor.find(connection, () -> {}))
                    .put("total", total);
        });
        scope.setAll(rows);
    }

    /** Where the files end. A topic with events of an operator's own type, which no file has, is read from its beginning. */
    private Map<TopicPartition, Long> begins(JobStore jobs, UUID after) {
        Job job = jobs.find(after)
                .filter(found -> found.state() == JobState.DONE
                        && RebuildOptions.fromJson(found.options()).offline().isPresent())
                .orElseThrow(() -> new ReplayException("--after names no rebuild that has written files: " + after
                        + "; 'graphsync rebuild status' lists them"));
        Set<String> withOwnTypes = settings.catalog().types().stream()
                .filter(type -> !EventTypeReader.BUILT_IN.contains(type.name()))
                .map(settings::topic)
                .collect(Collectors.toSet());
        Map<TopicPartition, Long> begins =
                new HashMap<>(Offsets.fromJson(job.options().path("scope").path("ends")));
        begins.keySet().removeIf(partition -> withOwnTypes.contains(partition.topic()));
        return begins;
    }

    /** Returns how much there is to read, by topic or table. */
    Map<String, Long> sizes() throws InterruptedException {
        if (options.source() == Source.TOPICS) {
            try (var consumer = settings.consumer()) {
                return TopicRange.of(consumer, settings.eventTopics()).sizes();
            }
        }
        return settings.askPostgres(RowReplay::estimates);
    }
}
