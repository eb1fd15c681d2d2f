package io.graphsync.schema.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.schema.file.MigrationFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AcceptedFilesTest {
    private static final MigrationFile FILE = withChecksum("a".repeat(64));
    private static final MigrationFile OTHER = withChecksum("b".repeat(64));

    @TempDir
    private Path directory = Path.of(".");

    private static MigrationFile withChecksum(String checksum) {
        MigrationFile file = Files.sql("SELECT 1;");
        return new MigrationFile(file.ref(), file.name(), file.text(), checksum, file.directives());
    }

    private AcceptedFiles open() {
        return AcceptedFiles.in(Optional.of(directory.resolve("cache")));
    }

    @Test
    void what_was_accepted_is_known_to_the_next_run() {
        AcceptedFiles accepted = open();
        assertThat(accepted.contains(FILE)).isFalse();

        accepted.add(List.of(FILE));

        assertThat(accepted.contains(FILE)).isTrue();
        assertThat(open().contains(FILE)).isTrue();
        assertThat(open().contains(OTHER)).isFalse();
    }

    @Test
    void without_a_directory_it_is_known_to_this_run() {
        AcceptedFiles accepted = AcceptedFiles.in(Optional.empty());
        accepted.add(List.of(FILE));

        assertThat(accepted.contains(FILE)).isTrue();
    }

    @Test
    void rubbish_a_cut_line_and_a_file_in_place_of_the_folder_do_no_harm() throws IOException {
        open().add(List.of(FILE));
        Path memory = directory.resolve("cache").resolve("accepted-sql-" + PgGrammar.VERSION);
        java.nio.file.Files.writeString(
                memory, "\u0000\u00ff\n" + FILE.checksum().substring(1) + "\n" + OTHER.checksum());

        assertThat(open().contains(FILE)).isFalse();
        assertThat(open().contains(OTHER)).isTrue();
        Path file = java.nio.file.Files.writeString(directory.resolve("file"), "");
        AcceptedFiles.in(Optional.of(file)).add(List.of(FILE));
    }

    @Test
    void it_does_not_grow_for_ever() throws IOException {
        open().add(List.of(FILE));
        Path memory = directory.resolve("cache").resolve("accepted-sql-" + PgGrammar.VERSION);
        java.nio.file.Files.write(
                memory, IntStream.range(0, 20_001).mapToObj("%064d"::formatted).toList());

        assertThat(open().contains(FILE)).isFalse();
        assertThat(memory).doesNotExist();
    }

    @Test
    void the_version_is_that_of_the_package() throws IOException {
        assertThat(java.nio.file.Files.readString(Path.of("src/main/npm/package.json")))
                .contains("\"libpg-query\": \"" + PgGrammar.VERSION + "\"");
    }
}
