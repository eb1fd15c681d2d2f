package io.graphsync.schema.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphsync.schema.failure.FailureKind;
import io.graphsync.schema.failure.MigrateException;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationSourceTest {
    @TempDir
    private Path directory = Path.of(".");

    @BeforeEach
    void makeFolders() throws IOException {
        Files.createDirectories(directory.resolve("pg"));
        Files.createDirectories(directory.resolve("neo4j"));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    private List<MigrationFile> read() {
        return MigrationSource.directory(directory).read(EnumSet.allOf(Store.class));
    }

    private String problems() {
        try {
            read();
            return "";
        } catch (MigrateException e) {
            assertThat(e.kind()).isEqualTo(FailureKind.CONFIGURATION);
            return e.text();
        }
    }

    @Test
    void files_come_in_the_order_of_store_and_number() throws IOException {
        write("pg/10_last.sql", "SELECT 10;");
        write("pg/02_first.sql", "SELECT 2;");
        write("neo4j/01_graph.cypher", "RETURN 1;");

        assertThat(read())
                .extracting(MigrationFile::path)
                .containsExactly("pg/02_first.sql", "pg/10_last.sql", "neo4j/01_graph.cypher");
    }

    @Test
    void line_ends_and_byte_order_marks_do_not_count() throws IOException {
        write("pg/01_a.sql", "SELECT 1;\nSELECT 2;\n");
        write("pg/02_a.sql", "\uFEFFSELECT 1;\r\nSELECT 2;\r\n");

        List<MigrationFile> files = read();

        assertThat(files.get(0).checksum()).hasSize(64).isEqualTo(files.get(1).checksum());
    }

    @Test
    void every_other_difference_counts() throws IOException {
        write("pg/01_a.sql", "SELECT 1;");
        write("pg/02_a.sql", "SELECT 1; ");

        assertThat(read()).extracting(MigrationFile::checksum).doesNotHaveDuplicates();
    }

    @Test
    void all_problems_are_told_at_once() throws IOException {
        write("pg/01_a.sql", "SELECT 1;");
        write("pg/01_b.sql", "SELECT 1;");
        write("pg/2_c.sql", "SELECT 1;");
        write("pg/03-Name.sql", "SELECT 1;");
        write("pg/04_empty.sql", " \n");
        write("pg/05_zero.sql", "SELECT '\0';");
        write("pg/06_wrong.sql", "-- migrate: no-transation\nSELECT 1;");
        Files.write(directory.resolve("pg/07_latin.sql"), "SELECT 'é';".getBytes(StandardCharsets.ISO_8859_1));
        Files.createDirectories(directory.resolve("pg/08_folder.sql"));

        assertThat(problems())
                .contains("pg/01_b.sql: has the same number as pg/01_a.sql")
                .contains("pg/2_c.sql: a migration's name is NN_name")
                .contains("pg/03-Name.sql: a migration's name is NN_name")
                .contains("pg/04_empty.sql: is empty")
                .contains("pg/05_zero.sql: contains a zero byte")
                .contains("pg/06_wrong.sql:1: unknown directive 'no-transation'")
                .contains("pg/07_latin.sql: is not UTF-8")
                .contains("pg/08_folder.sql: is no regular file");
    }

    @Test
    void a_link_out_of_the_folder_is_refused_and_one_inside_is_not() throws IOException {
        write("outside.sql", "SELECT 1;");
        write("pg/01_a.sql", "SELECT 1;");
        Files.createSymbolicLink(directory.resolve("pg/02_inside.sql"), Path.of("01_a.sql"));
        assertThat(problems()).isEmpty();

        Files.createSymbolicLink(directory.resolve("pg/03_outside.sql"), Path.of("../outside.sql"));
        assertThat(problems())
                .isEqualTo("pg/03_outside.sql: is a link to something outside of its folder; copy the file");
    }

    @Test
    void a_file_as_large_as_a_dump_is_refused() throws IOException {
        write("pg/01_dump.sql", "SELECT 1;".repeat(600_000));

        assertThat(problems()).contains("pg/01_dump.sql: is larger than 5 MiB");
    }

    @Test
    void other_files_are_not_looked_at() throws IOException {
        write("pg/README.md", "Notes");
        write("pg/.01_hidden.sql", "SELECT 1;");
        write("pg/01_a.down.sql", "SELECT 1;");

        assertThat(read()).isEmpty();
    }

    @Test
    void a_directory_that_is_not_there_is_a_problem() {
        assertThatThrownBy(() -> MigrationSource.directory(directory.resolve("nowhere")))
                .hasMessageContaining("is no directory");
    }

    @Test
    void the_packaged_files_are_found_on_the_class_path() {
        MigrationSource packaged = MigrationSource.packaged();

        assertThat(packaged.isPackaged()).isTrue();
        assertThat(packaged.read(EnumSet.allOf(Store.class)))
                .extracting(file -> file.ref().toString())
                .contains("pg/01", "neo4j/01");
    }

    @Test
    void a_jar_is_read_by_many_at_once() throws Exception {
        Path jar = directory.resolve("migrations.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (String folder : List.of("", "pg/")) {
                out.putNextEntry(new JarEntry("io/graphsync/migrations/" + folder));
            }
            out.putNextEntry(new JarEntry("io/graphsync/migrations/pg/01_a.sql"));
            out.write("SELECT 1;".getBytes(StandardCharsets.UTF_8));
        }
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null);
                ExecutorService readers = Executors.newFixedThreadPool(4)) {
            MigrationSource source = MigrationSource.packaged(loader);
            List<Future<List<MigrationFile>>> reading =
                    readers.invokeAll(Collections.nCopies(200, () -> source.read(EnumSet.allOf(Store.class))));

            for (Future<List<MigrationFile>> read : reading) {
                assertThat(read.get()).extracting(MigrationFile::path).containsExactly("pg/01_a.sql");
            }
        }
    }
}
