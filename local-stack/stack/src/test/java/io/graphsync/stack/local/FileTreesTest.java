package io.graphsync.stack.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTreesTest {
    private static final long GROWTH_MILLIS = 300;

    @TempDir
    private Path temp;

    @Test
    void a_tree_that_is_not_there_is_removed() throws IOException {
        FileTrees.remove(temp.resolve("nothing"));
    }

    @Test
    void a_tree_that_still_grows_for_a_while_is_removed() throws Exception {
        Path root = Files.createDirectories(temp.resolve("root/base/5"));
        CompletableFuture<Void> growth = CompletableFuture.runAsync(() -> growIn(root));

        while (!growth.isDone()) {
            FileTrees.remove(temp.resolve("root"));
        }

        growth.get();
        FileTrees.remove(temp.resolve("root"));
        assertThat(temp.resolve("root")).doesNotExist();
    }

    private static void growIn(Path folder) {
        long end = System.nanoTime() + GROWTH_MILLIS * 1_000_000;
        for (int i = 0; System.nanoTime() < end; i++) {
            try {
                Files.createDirectories(folder);
                Files.createFile(folder.resolve("file" + i));
            } catch (NoSuchFileException | FileAlreadyExistsException e) {
                // removed between two steps, of which createDirectories makes several
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
