package io.graphsync.stack.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresBinariesTest {
    @Test
    void two_that_unpack_at_once_both_get_the_programs(@TempDir Path cache) throws Exception {
        var start = new CyclicBarrier(2);
        Callable<Path> unpack = () -> {
            start.await();
            return PostgresBinaries.unpackInto(cache);
        };

        List<Future<Path>> homes;
        try (var threads = Executors.newFixedThreadPool(2)) {
            homes = threads.invokeAll(List.of(unpack, unpack));
        }

        assertThat(homes.getFirst().get()).isEqualTo(homes.getLast().get());
        assertThat(homes.getFirst().get().resolve("bin/postgres")).isExecutable();
        try (Stream<Path> left = Files.list(cache)) {
            assertThat(left).containsExactly(homes.getFirst().get());
        }
    }
}
