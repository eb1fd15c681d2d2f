package io.graphsync.sink.rebuild;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphsync.sink.consume.WritePolicy;
import io.graphsync.sink.failure.FailureClass;
import io.graphsync.sink.failure.GraphFailure;
import io.graphsync.sink.mapping.MappedEvent;
import io.graphsync.sink.model.SampleEvent;
import io.graphsync.sink.outage.GraphWatch;
import io.graphsync.sink.outage.OutageWatch;
import io.graphsync.sink.outage.StopSignal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LoaderTest {
    private final StopSignal stop = new StopSignal();
    private final Set<Long> written = new HashSet<>();
    private final List<Refused> refused = new ArrayList<>();
    private int waited;
    private @Nullable GraphWatch watch;

    @AfterEach
    void stop_asking() {
        requireNonNull(watch).close();
    }

    @Test
    void an_event_that_cannot_be_written_is_found_and_all_others_are_written() throws Exception {
        Loader loader = loader(events -> {
            if (events.stream().anyMatch(event -> event.seq() == 13)) {
                throw failure(FailureClass.POISON);
            }
            events.forEach(event -> written.add(event.seq()));
        });

        assertThat(loader.load(events(40), new WritePolicy(3), refused::add)).isTrue();

        assertThat(written).hasSize(39).doesNotContain(13L);
        assertThat(refused)
                .hasSize(1)
                .allSatisfy(event -> assertThat(event.code()).isEqualTo("test.POISON"));
    }

    @Test
    void an_outage_is_waited_for_and_nobody_is_blamed() throws Exception {
        int[] attempts = {0};
        Loader loader = loader(events -> {
            if (++attempts[0] < 4) {
                throw failure(FailureClass.OUTAGE);
            }
            events.forEach(event -> written.add(event.seq()));
        });

        assertThat(loader.load(events(3), new WritePolicy(3), refused::add)).isTrue();

        assertThat(written).hasSize(3);
        assertThat(refused).isEmpty();
    }

    @Test
    void while_neo4j_is_away_it_is_asked_now_and_then_and_the_batch_stays_whole() throws Exception {
        int[] asked = {0};
        List<Integer> sizes = new ArrayList<>();
        Loader loader = loader(
                events -> {
                    sizes.add(events.size());
                    if (asked[0] < 8) {
                        throw failure(FailureClass.OUTAGE);
                    }
                    events.forEach(event -> written.add(event.seq()));
                },
                () -> {
                    if (++asked[0] < 8) {
                        throw failure(FailureClass.OUTAGE);
                    }
                });

        assertThat(loader.load(events(3), new WritePolicy(3), refused::add)).isTrue();

        assertThat(sizes).containsExactly(3, 3);
        assertThat(asked[0]).isEqualTo(8);
        assertThat(waited).isPositive();
        assertThat(written).hasSize(3);
    }

    @Test
    void an_event_that_ends_the_connection_each_time_is_found() throws Exception {
        Loader loader = loader(events -> {
            if (events.stream().anyMatch(event -> event.seq() == 2)) {
                throw failure(FailureClass.OUTAGE);
            }
            events.forEach(event -> written.add(event.seq()));
        });

        assertThat(loader.load(events(2), new WritePolicy(3), refused::add)).isTrue();

        assertThat(written).containsExactly(1L);
        assertThat(refused).hasSize(1);
    }

    @Test
    void a_login_that_is_refused_is_not_tried_again_soon() throws Exception {
        int[] asked = {0};
        GraphFailure refusal = new GraphFailure(
                FailureClass.OUTAGE,
                "Neo.ClientError.Security.Unauthorized",
                "as planned",
                new IllegalStateException());
        Loader loader = loader(
                events -> {
                    if (asked[0] < 2) {
                        throw refusal;
                    }
                },
                () -> {
                    if (++asked[0] < 2) {
                        throw refusal;
                    }
                });
        long begin = System.nanoTime();

        assertThat(loader.load(events(3), new WritePolicy(3), refused::add)).isTrue();

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(490));
    }

    @Test
    void a_stop_ends_the_waiting() throws Exception {
        Loader loader = loader(events -> {
            stop.request();
            throw failure(FailureClass.OUTAGE);
        });

        assertThat(loader.load(events(3), new WritePolicy(3), refused::add)).isFalse();
    }

    @Test
    void what_nobody_can_write_ends_it() {
        Loader loader = loader(events -> {
            throw failure(FailureClass.FATAL);
        });

        assertThatThrownBy(() -> loader.load(events(3), new WritePolicy(3), refused::add))
                .isInstanceOf(GraphFailure.class);
    }

    private Loader loader(Loader.Target target) {
        return loader(target, () -> {});
    }

    private Loader loader(Loader.Target target, GraphWatch.Probe probe) {
        InstantSource clock = InstantSource.system();
        OutageWatch outage = new OutageWatch("Neo4j", "here", clock, LoggerFactory.getLogger(LoaderTest.class));
        watch = GraphWatch.start(probe, outage, clock);
        return new Loader(target, watch, stop, () -> waited++);
    }

    private static GraphFailure failure(FailureClass failureClass) {
        return new GraphFailure(failureClass, "test." + failureClass, "as planned", new IllegalStateException());
    }

    private List<MappedEvent> events(int count) {
        List<MappedEvent> events = new ArrayList<>();
        for (int seq = 1; seq <= count; seq++) {
            SampleEvent event =
                    SampleEvent.message(seq, new UUID(0, seq).toString(), new UUID(1, 1).toString(), "user");
            events.add(event.mapped());
        }
        return events;
    }
}
