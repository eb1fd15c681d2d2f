package io.graphsync.sink.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.graphsync.sink.consume.BatchLimits;
import io.graphsync.sink.mapping.MappedEvent;
import io.graphsync.sink.outage.StopSignal;
import io.graphsync.sink.rebuild.RebuildWork.End;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A checkpoint is kept when its window is written, and all before it, however many are under way. */
class LoadRunTest {
    private static final int WINDOWS = 5;

    /** So often does the slow window say that it is not written yet: longer than between two checkpoints. */
    private static final int LOOKS = 6;

    private final List<Integer> begun = new ArrayList<>();
    private final List<Integer> written = new ArrayList<>();
    private final List<Integer> synced = new ArrayList<>();
    private final List<Integer> kept = new ArrayList<>();
    private int looks;

    @Test
    void what_is_kept_is_written_while_more_is_under_way() throws Exception {
        try (LoadRun<Integer> run = run(new Target(2, WINDOWS + 1))) {
            assertThat(run.load(new Keeper(Integer.MAX_VALUE, Integer.MAX_VALUE)))
                    .isEqualTo(End.FINISHED);
        }

        assertThat(kept).containsExactly(2, WINDOWS);
        assertThat(looks).isGreaterThanOrEqualTo(LOOKS);
        assertThat(written).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void of_a_window_that_a_stop_left_unwritten_nothing_is_kept() throws Exception {
        try (LoadRun<Integer> run = run(new Target(2, 4))) {
            assertThat(run.load(new Keeper(Integer.MAX_VALUE, Integer.MAX_VALUE)))
                    .isEqualTo(End.STOPPED);
        }

        assertThat(kept).containsExactly(2);
        assertThat(written).containsExactly(1, 2, 3);
    }

    @Test
    void a_job_that_is_cancelled_ends() throws Exception {
        try (LoadRun<Integer> run = run(new Target(2, WINDOWS + 1))) {
            assertThat(run.load(new Keeper(1, Integer.MAX_VALUE))).isEqualTo(End.CANCELLED);
        }

        assertThat(written).containsExactly(1, 2);
    }

    @Test
    void a_job_that_is_cancelled_while_nothing_gets_written_ends() throws Exception {
        try (LoadRun<Integer> run = run(new Target(2, WINDOWS + 1))) {
            assertThat(run.load(new Keeper(Integer.MAX_VALUE, 3))).isEqualTo(End.CANCELLED);
        }

        assertThat(looks).isEqualTo(3);
        assertThat(written).containsExactly(1);
        assertThat(kept).isEmpty();
    }

    /** Hears of a cancel when it has kept, or was asked for one, so many times. */
    private final class Keeper implements LoadRun.Keeper {
        private final int keeps;
        private final int mostLooks;

        Keeper(int keeps, int mostLooks) {
            this.keeps = keeps;
            this.mostLooks = mostLooks;
        }

        /** When it is asked to keep the second, the third has begun: else this would show nothing. */
        @Override
        public boolean keep(JsonNode checkpoint, RebuildProgress progress) {
            int window = checkpoint.path("window").asInt();
            assertThat(written).last().isEqualTo(window);
            assertThat(synced).last().isEqualTo(window);
            assertThat(begun).hasSize(Math.min(window + 1, WINDOWS));
            kept.add(window);
            return kept.size() < keeps;
        }

        @Override
        public boolean isWanted() {
            return ++looks < mostLooks;
        }
    }

    private LoadRun<Integer> run(Target target) {
        RebuildProgress progress = new RebuildProgress(WINDOWS, JsonNodeFactory.instance.objectNode());
        return new LoadRun<>(
                new Windows(), target, progress, new StopSignal(), any -> {}, new LoadRun.Refusals(progress));
    }

    /** Five windows, known by their numbers. */
    private static final class Windows implements Replay<Integer> {
        private int next = 1;

        @Override
        public Optional<Window<Integer>> next() {
            if (next > WINDOWS) {
                return Optional.empty();
            }
            int number = next++;
            return Optional.of(new Window<>(
                    "topic",
                    List.of(number),
                    List.of(),
                    1,
                    JsonNodeFactory.instance.objectNode().put("window", number)));
        }

        @Override
        public void close() {}
    }

    /** Takes long over one window, and is stopped at another. */
    private final class Target implements LoadTarget<Integer> {
        private final int slow;
        private final int stopped;
        private int slowLooks;

        Target(int slow, int stopped) {
            this.slow = slow;
            this.stopped = stopped;
        }

        @Override
        public Optional<Integer> prepare(MappedEvent event) {
            return Optional.empty();
        }

        @Override
        public Window<Integer> arrange(Window<Integer> window) {
            return window;
        }

        @Override
        public Writing write(Window<Integer> window) {
            int number = window.events().getFirst();
            begun.add(number);
            return most -> {
                if (number == stopped) {
                    return Optional.of(false);
                }
                if (number == slow && slowLooks++ < LOOKS) {
                    Thread.sleep(most);
                    return Optional.empty();
                }
                written.add(number);
                return Optional.of(true);
            };
        }

        @Override
        public void sync() {
            synced.add(written.getLast());
        }

        @Override
        public BatchLimits window() {
            return new BatchLimits(1, 1);
        }

        @Override
        public void close() {}
    }
}
