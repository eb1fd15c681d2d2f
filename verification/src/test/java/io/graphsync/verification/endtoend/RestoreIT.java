package io.graphsync.verification.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.stack.PostgresServer;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL comes back from a backup, while topics and graph have what it has lost. */
@UseStack(stack = "rebuild")
@Timeout(240)
class RestoreIT {
    private final UUID kept = UUID.randomUUID();
    private final UUID deletedSince = UUID.randomUUID();
    private final UUID writtenSince = UUID.randomUUID();

    @TempDir
    Path directory;

    @Test
    void the_graph_follows_a_database_that_has_gone_back_in_time(TestStack stack) throws Exception {
        try (Pipeline pipeline = new Pipeline(stack, directory)) {
            Path configuration = pipeline.configuration(directory);
            try (Outbox rows = new Outbox(stack)) {
                pipeline.start();
                insert(rows, kept);
                insert(rows, deletedSince);
                pipeline.awaitEqual();
            }
            pipeline.stopSource();
            pipeline.stopRouter();
            String backup = backUp(stack);

            try (Outbox rows = new Outbox(stack)) {
                pipeline.startSource();
                pipeline.startRouter();
                for (int i = 0; i < 20; i++) {
                    rows.run("UPDATE conversations SET title = 'newer ' || ? WHERE id = ?", i, kept);
                }
                rows.run("DELETE FROM conversations WHERE id = ?", deletedSince);
                insert(rows, writtenSince);
                pipeline.awaitEqual();
            }
            pipeline.stopSource();
            pipeline.stopRouter();
            restore(stack, backup);
            pipeline.startRouter();
            pipeline.startSource();

            CommandRun preview = CommandRun.of(configuration, "rebuild", "start", "--restored");
            assertThat(preview.out()).contains("PostgreSQL is behind", "--restored --execute");
            assertThat(preview.exitCode()).as(preview.err()).isEqualTo(5);
            CommandRun run =
                    CommandRun.of(configuration, "rebuild", "start", "--restored", "--execute", "--note=disk lost");

            assertThat(run.out()).contains("raised", "the graph equals the rows");
            assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
            try (Outbox rows = new Outbox(stack)) {
                rows.run("UPDATE conversations SET title = 'after the restore' WHERE id = ?", kept);
                rows.run("DELETE FROM conversations WHERE id = ?", deletedSince);
                pipeline.awaitEqual();
            }
            assertThat(pipeline.readGraph("MATCH (c:Conversation) WHERE c.seq IS NOT NULL RETURN c.title"))
                    .containsExactly("after the restore");
            assertThat(CommandRun.of(configuration, "rebuild", "start", "--restored")
                            .out())
                    .contains("PostgreSQL is not behind");
        }
    }

    private static void insert(Outbox rows, UUID conversation) throws SQLException {
        rows.run("INSERT INTO conversations (id, title, topic) VALUES (?, 'first', 'a')", conversation);
    }

    /** A copy file by file, as a base backup is: rows, sequences, progress; no slot. */
    private static String backUp(TestStack stack) throws SQLException {
        String backup = stack.database() + "_backup";
        administer(stack, "CREATE DATABASE " + backup + " TEMPLATE " + stack.database());
        return backup;
    }

    private static void restore(TestStack stack, String backup) throws SQLException {
        administer(
                stack,
                "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE database = '"
                        + stack.database() + "'");
        administer(stack, "DROP DATABASE " + stack.database() + " WITH (FORCE)");
        administer(stack, "CREATE DATABASE " + stack.database() + " TEMPLATE " + backup);
    }

    private static void administer(TestStack stack, String sql) throws SQLException {
        try (Connection connection = stack.connection(PostgresServer.DATABASE);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
