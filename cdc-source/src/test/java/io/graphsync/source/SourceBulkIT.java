package io.graphsync.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.stack.ServerKind;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import java.io.StringReader;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

/** Large transactions pass through a small heap. */
@UseStack({ServerKind.POSTGRES, ServerKind.KAFKA})
class SourceBulkIT {
    private static final int HEAP_MB = 192;
    private static final int COPIED = 50_000;
    private static final int IN_ONE_TRANSACTION = 100_000;

    @TempDir
    private Path directory;

    @Test
    void a_copy_and_a_transaction_of_100_000_rows_pass_whole_through_a_small_heap(TestStack stack) throws Exception {
        try (SourceFixture fixture = new SourceFixture(stack).withOutbox();
                TopicReader reader = fixture.reader();
                SourceProcess source = SourceProcess.start(directory, "source", fixture.settings(), HEAP_MB)) {
            source.awaitLine("STREAMING");

            copy(fixture);
            fixture.insertMessages(UUID.randomUUID(), IN_ONE_TRANSACTION);

            var ids = fixture.outboxIds();
            assertThat(ids).hasSize(COPIED + IN_ONE_TRANSACTION);
            reader.awaitIds(Duration.ofMinutes(2), ids);
            assertThat(source.isAlive()).isTrue();
        }
    }

    private static void copy(SourceFixture fixture) throws Exception {
        String conversation = UUID.randomUUID().toString();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < COPIED; i++) {
            String message = UUID.randomUUID().toString();
            text.append("message_upsert\t")
                    .append(message)
                    .append("\t{\"message_id\": \"")
                    .append(message)
                    .append("\", \"conversation_id\": \"")
                    .append(conversation)
                    .append("\", \"message_type\": \"user\", \"created_at\": \"2026-03-01T10:00:00Z\"}\n");
        }
        try (Connection connection = fixture.connect()) {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn(
                            "COPY graph_outbox (event_type, entity_id, payload) FROM STDIN",
                            new StringReader(text.toString()));
        }
    }
}
