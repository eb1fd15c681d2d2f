package io.graphsync.stack.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JVM neither uses nor renews an archive of another class path. */
class ClassArchiveTest {
    private static final String LIBRARIES = "/libraries/a.jar:/libraries/b.jar";

    @TempDir
    Path cache;

    private Path jar;

    @BeforeEach
    void build() throws IOException {
        jar = Files.createFile(cache.resolve("server.jar"));
    }

    private String archive(Path own, String libraries) {
        List<String> options = ClassArchive.options(cache, "io.graphsync.stack.AServerMain", own, libraries);
        return options.stream()
                .filter(option -> option.startsWith("-XX:SharedArchiveFile="))
                .map(option -> option.substring(option.indexOf('=') + 1))
                .findFirst()
                .orElse("");
    }

    @Test
    void the_same_server_finds_its_archive_again() {
        assertThat(archive(jar, LIBRARIES))
                .isEqualTo(archive(jar, LIBRARIES))
                .startsWith(cache.resolve("AServerMain-").toString());
    }

    @Test
    void another_checkout_another_build_and_other_libraries_have_archives_of_their_own() throws IOException {
        String first = archive(jar, LIBRARIES);
        Path elsewhere =
                Files.copy(jar, Files.createDirectory(cache.resolve("other")).resolve("server.jar"));

        assertThat(archive(elsewhere, LIBRARIES)).isNotEqualTo(first);
        assertThat(archive(jar, "/libraries/a.jar")).isNotEqualTo(first);
        Files.setLastModifiedTime(jar, FileTime.fromMillis(1));
        assertThat(archive(jar, LIBRARIES)).isNotEqualTo(first);
    }

    @Test
    void old_archives_make_room_for_a_new_one_and_those_of_other_servers_stay() throws IOException {
        for (int i = 0; i < 5; i++) {
            Path old = Files.createFile(cache.resolve("AServerMain-" + i + ".jsa"));
            Files.setLastModifiedTime(old, FileTime.fromMillis(i * 1_000L));
        }
        Path other = Files.createFile(cache.resolve("BServerMain-0.jsa"));

        archive(jar, LIBRARIES);

        assertThat(IntStream.range(0, 5).filter(i -> Files.exists(cache.resolve("AServerMain-" + i + ".jsa"))))
                .containsExactly(3, 4);
        assertThat(other).exists();
    }

    @Test
    void classes_in_a_folder_have_none() {
        assertThat(ClassArchive.options(cache, "io.graphsync.stack.AServerMain", cache, LIBRARIES))
                .isEmpty();
    }
}
