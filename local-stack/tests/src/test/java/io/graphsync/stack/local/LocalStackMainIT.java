package io.graphsync.stack.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.graphsync.stack.PostgresServer;
import io.graphsync.stack.RoundTrip;
import io.graphsync.stack.ServerKind;
import io.graphsync.stack.StackOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalStackMainIT {
    private static final Pattern PID = Pattern.compile("\"pid\":(\\d+)");
    private static final Pattern DIRECTORY = Pattern.compile("\"directory\":\"([^\"]+)\"");
    private static final Duration SOON = Duration.ofSeconds(8);

    private final List<Process> started = new ArrayList<>();

    @TempDir
    private Path temp;

    @BeforeEach
    void let_the_user_of_postgres_pass() throws IOException {
        Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @AfterEach
    void end_what_a_failed_test_left() {
        started.forEach(Process::destroyForcibly);
    }

    private Process launch(String... arguments) throws IOException {
        return launch(Path.of(System.getProperty("java.io.tmpdir")), arguments);
    }

    private Process launch(Path temporary, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                LocalStackMain.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(temp.resolve("stderr").toFile())
                .start();
        started.add(process);
        return process;
    }

    private static String firstLine(Process process) throws IOException {
        return String.valueOf(process.inputReader(StandardCharsets.UTF_8).readLine());
    }

    private static List<ProcessStamp> serversIn(String json) {
        return PID.matcher(json)
                .results()
                .map(found -> ProcessStamp.of(Long.parseLong(found.group(1))).orElseThrow())
                .toList();
    }

    private static Path directoryIn(String json) {
        Matcher found = DIRECTORY.matcher(json);
        assertThat(found.find()).isTrue();
        return Path.of(found.group(1));
    }

    private static void awaitEnd(List<ProcessStamp> processes) {
        await().atMost(SOON).untilAsserted(() -> assertThat(processes).noneMatch(ProcessStamp::isAlive));
    }

    private static List<ProcessStamp> familyOf(Process process) {
        return process.descendants()
                .flatMap(each -> ProcessStamp.of(each.pid()).stream())
                .toList();
    }

    @Test
    void it_prints_one_line_of_json_and_ends_with_its_input() throws Exception {
        Process main = launch();
        String json = firstLine(main);
        List<ProcessStamp> servers = serversIn(json);
        assertThat(servers).hasSize(3);

        main.getOutputStream().close();

        assertThat(main.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(main.exitValue()).isZero();
        assertThat(main.inputReader(StandardCharsets.UTF_8).readLine()).isNull();
        assertThat(servers).noneMatch(ProcessStamp::isAlive);
        assertThat(directoryIn(json)).doesNotExist();
    }

    @Test
    void told_to_terminate_it_stops_everything_and_succeeds() throws Exception {
        Process main = launch("--servers", "postgres,kafka");
        List<ProcessStamp> servers = serversIn(firstLine(main));

        main.destroy(); // SIGTERM

        assertThat(main.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(main.exitValue()).isZero();
        assertThat(servers).hasSize(2).noneMatch(ProcessStamp::isAlive);
    }

    @Test
    void killed_it_leaves_no_process_and_no_data_behind() throws Exception {
        Process main = launch("--servers", "postgres,kafka");
        String json = firstLine(main);
        List<ProcessStamp> family = familyOf(main);
        assertThat(family).hasSizeGreaterThan(2); // watchdog and helpers of PostgreSQL included

        main.destroyForcibly();

        awaitEnd(family);
        Path directory = directoryIn(json);
        assertThat(List.of("postgres/data", "kafka/data")).noneMatch(data -> Files.exists(directory.resolve(data)));
        LocalStack.start(StackOptions.of()).close(); // the next start removes the rest
        assertThat(directory).doesNotExist();
    }

    @Test
    void killed_during_its_start_it_leaves_no_process_behind() throws Exception {
        Process main = launch();
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> familyOf(main).size() > 3);
        List<ProcessStamp> family = familyOf(main);

        main.destroyForcibly();

        awaitEnd(family);
    }

    /** What initdb still writes must not come between the removal of a directory's files and that of the directory. */
    @ParameterizedTest
    @ValueSource(longs = {0, 100, 200, 400})
    void killed_while_a_cluster_is_made_it_does_not_hinder_the_next_start(long millis) throws Exception {
        Process main = launch(temp, "--servers", "postgres");
        killDuringInitdb(main, temp, millis);

        Process next = launch(temp, "--servers", "postgres");
        String json = firstLine(next);

        assertThat(serversIn(json)).as(() -> "stderr: " + stderr()).hasSize(1);
        try (Stream<Path> left = Files.list(directoryIn(json).getParent())) {
            assertThat(left.filter(Files::isDirectory)).containsExactly(directoryIn(json));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 200, 400})
    void killed_while_a_kept_cluster_is_made_it_is_made_anew_by_the_next_start(long millis) throws Exception {
        Path kept = temp.resolve("kept");
        Process main = launch("--servers", "postgres", "--keep", kept.toString());
        killDuringInitdb(main, kept, millis);

        StackOptions options = StackOptions.of(ServerKind.POSTGRES).keptIn(kept);
        try (LocalStack next = LocalStack.start(options)) {
            assertThat(RoundTrip.through(next.postgres(), PostgresServer.DATABASE, "a"))
                    .containsExactly("a");
        }
    }

    /** Kills it that many milliseconds after initdb's first file. */
    private static void killDuringInitdb(Process main, Path root, long millis) throws Exception {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> Files.exists(root) && holds(root, "PG_VERSION"));
        Thread.sleep(millis);
        main.destroyForcibly().waitFor();
    }

    private static boolean holds(Path root, String name) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.anyMatch(file -> file.endsWith(name));
        } catch (UncheckedIOException e) {
            return false; // it changes while we walk
        }
    }

    private String stderr() {
        try {
            return Files.readString(temp.resolve("stderr"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void what_cannot_be_cleared_is_told_and_does_not_hinder_a_start() throws Exception {
        Path left = temp.resolve("graphsync-" + Files.getAttribute(temp, "unix:uid") + "/run-left.lock");
        Files.createDirectories(left); // where a file should be

        String json = firstLine(launch(temp, "--servers", "kafka"));

        assertThat(serversIn(json)).hasSize(1);
        assertThat(stderr()).contains("Cannot clear", "run-left", "the next start tries again");
    }

    @Test
    void orphans_that_could_not_notice_the_end_are_stopped_by_the_next_start() throws Exception {
        Process main = launch("--servers", "postgres,kafka");
        String json = firstLine(main);
        List<ProcessStamp> family = familyOf(main);
        Signals.stop(family.stream().map(ProcessStamp::pid).toList());
        main.destroyForcibly().waitFor();
        assertThat(serversIn(json)).hasSize(2).allMatch(ProcessStamp::isAlive);

        LocalStack.start(StackOptions.of()).close();

        awaitEnd(family);
        assertThat(directoryIn(json)).doesNotExist();
    }

    @Test
    void orphans_on_kept_data_are_stopped_in_good_order_and_never_adopted() throws Exception {
        // given data that a killed supervisor left, and servers that hang
        Path kept = temp.resolve("kept");
        Process main = launch("--servers", "postgres,kafka", "--keep", kept.toString());
        firstLine(main);
        List<ProcessStamp> family = familyOf(main);
        Signals.stop(family.stream().map(ProcessStamp::pid).toList());
        main.destroyForcibly().waitFor();

        // when the same data are used again
        StackOptions options =
                StackOptions.of(ServerKind.POSTGRES, ServerKind.KAFKA).keptIn(kept);
        try (LocalStack next = LocalStack.start(options)) {
            // then by new servers
            assertThat(family).noneMatch(ProcessStamp::isAlive);
            assertThat(RoundTrip.through(next.postgres(), PostgresServer.DATABASE, "a"))
                    .containsExactly("a");
            assertThat(RoundTrip.through(next.kafka(), "", "a")).containsExactly("a");
        }
    }

    @Test
    void a_lost_server_ends_it_with_an_error_that_names_the_server() throws Exception {
        Process main = launch("--servers", "kafka");
        List<ProcessStamp> servers = serversIn(firstLine(main));

        Signals.kill(List.of(servers.getFirst().pid()));

        assertThat(main.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(main.exitValue()).isEqualTo(1);
        assertThat(Files.readString(temp.resolve("stderr"))).contains("kafka ended unexpectedly with code 137");
    }

    @Test
    void wrong_arguments_end_it_with_code_2_and_help_with_0() throws Exception {
        assertThat(launch("--server", "kafka").waitFor()).isEqualTo(2);
        assertThat(Files.readString(temp.resolve("stderr"))).contains("Unknown argument: --server");
        Process help = launch("--help");
        assertThat(firstLine(help)).startsWith("Starts PostgreSQL, Kafka and Neo4j");
        assertThat(help.waitFor()).isZero();
    }
}
