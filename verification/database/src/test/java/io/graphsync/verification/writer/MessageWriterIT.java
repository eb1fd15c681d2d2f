package io.graphsync.verification.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.graphsync.outbox.writer.MessageWriter;
import io.graphsync.outbox.writer.MessageWriter.CreatedMessage;
import io.graphsync.outbox.writer.MessageWriter.NewMessage;
import io.graphsync.stack.ServerKind;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import io.graphsync.verification.database.MigrationRun;
import io.graphsync.verification.database.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The writer of messages: one request, one message, one event, however often and from wherever it comes. */
@UseStack(ServerKind.POSTGRES)
class MessageWriterIT {
    private static final String EVENTS = "SELECT entity_id FROM graph_outbox WHERE event_type = 'message_upsert'";

    private final UUID conversation = UUID.randomUUID();
    private final NewMessage message = new NewMessage(conversation, "user", "hello", "request-1");

    @BeforeEach
    void migrate(TestStack stack) throws SQLException {
        MigrationRun.applyAll(stack);
        try (Sql sql = Sql.open(stack)) {
            sql.run("INSERT INTO conversations (id) VALUES (?)", conversation);
        }
    }

    private static Sql application(TestStack stack) throws SQLException {
        return MigrationRun.login(stack, "app_rw");
    }

    private static CreatedMessage create(Sql sql, NewMessage message) throws SQLException {
        sql.begin();
        CreatedMessage created = MessageWriter.create(sql.connection(), message);
        sql.commit();
        return created;
    }

    @Test
    void a_repeated_request_finds_the_first_message_and_writes_no_second_event(TestStack stack) throws SQLException {
        try (Sql application = application(stack)) {
            CreatedMessage first = create(application, message);
            CreatedMessage second =
                    create(application, new NewMessage(conversation, "assistant", "something else", "request-1"));

            assertThat(first.created()).isTrue();
            assertThat(second).isEqualTo(new CreatedMessage(first.id(), false));
            assertThat(application.rows("SELECT id, message_type, content FROM messages"))
                    .containsExactly(first.id() + " user hello");
            assertThat(application.rows(EVENTS)).containsExactly(first.id().toString());
        }
    }

    @Test
    void a_repetition_within_one_transaction_is_none_either(TestStack stack) throws SQLException {
        try (Sql application = application(stack)) {
            application.begin();
            CreatedMessage first = MessageWriter.create(application.connection(), message);
            CreatedMessage second = MessageWriter.create(application.connection(), message);
            application.commit();

            assertThat(second).isEqualTo(new CreatedMessage(first.id(), false));
            assertThat(application.rows(EVENTS)).hasSize(1);
        }
    }

    @Test
    void other_keys_and_other_conversations_make_messages_of_their_own(TestStack stack) throws SQLException {
        UUID other = UUID.randomUUID();
        try (Sql application = application(stack)) {
            application.run("INSERT INTO conversations (id) VALUES (?)", other);

            Set<UUID> ids = new HashSet<>();
            ids.add(create(application, message).id());
            ids.add(create(application, new NewMessage(conversation, "user", "hello", "request-2"))
                    .id());
            ids.add(create(application, new NewMessage(other, "user", "hello", "request-1"))
                    .id());

            assertThat(ids).hasSize(3);
            assertThat(application.rows(EVENTS)).hasSize(3);
        }
    }

    @Test
    void a_message_goes_with_the_transaction_that_is_rolled_back_and_its_key_is_free_again(TestStack stack)
            throws SQLException {
        try (Sql application = application(stack)) {
            application.begin();
            CreatedMessage lost = MessageWriter.create(application.connection(), message);
            application.rollback();

            CreatedMessage kept = create(application, message);

            assertThat(kept.created()).isTrue();
            assertThat(kept.id()).isNotEqualTo(lost.id());
            assertThat(application.rows(EVENTS)).containsExactly(kept.id().toString());
        }
    }

    @Test
    void a_request_waits_for_the_same_one_that_is_under_way(TestStack stack) throws Exception {
        try (Sql first = application(stack);
                Sql second = application(stack);
                Sql watcher = Sql.open(stack);
                ExecutorService thread = Executors.newSingleThreadExecutor()) {
            first.begin();
            CreatedMessage created = MessageWriter.create(first.connection(), message);
            Future<CreatedMessage> repeated = thread.submit(() -> create(second, message));
            awaitLock(watcher);

            first.commit();

            assertThat(repeated.get()).isEqualTo(new CreatedMessage(created.id(), false));
            assertThat(watcher.rows(EVENTS)).containsExactly(created.id().toString());
        }
    }

    @Test
    void a_request_takes_over_from_the_same_one_that_failed(TestStack stack) throws Exception {
        try (Sql first = application(stack);
                Sql second = application(stack);
                Sql watcher = Sql.open(stack);
                ExecutorService thread = Executors.newSingleThreadExecutor()) {
            first.begin();
            MessageWriter.create(first.connection(), message);
            Future<CreatedMessage> repeated = thread.submit(() -> create(second, message));
            awaitLock(watcher);

            first.rollback();

            assertThat(repeated.get().created()).isTrue();
            assertThat(watcher.rows(EVENTS)).containsExactly(repeated.get().id().toString());
        }
    }

    private static void awaitLock(Sql watcher) {
        await().until(
                        () -> watcher.value("SELECT count(*) FROM pg_stat_activity"
                                + " WHERE datname = current_database() AND wait_event_type = 'Lock'"),
                        "1"::equals);
    }

    @Test
    void many_requests_at_once_make_one_message_a_key(TestStack stack) throws Exception {
        int clients = 8;
        int keys = 50;
        CyclicBarrier start = new CyclicBarrier(clients);
        Set<UUID> ids = new HashSet<>();
        int created = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
            List<Future<List<CreatedMessage>>> results = new ArrayList<>();
            for (int client = 0; client < clients; client++) {
                results.add(threads.submit(() -> {
                    List<CreatedMessage> mine = new ArrayList<>();
                    try (Sql application = application(stack)) {
                        start.await();
                        for (int key = 0; key < keys; key++) {
                            mine.add(create(application, new NewMessage(conversation, "user", "hello", "key " + key)));
                        }
                    }
                    return mine;
                }));
            }
            for (Future<List<CreatedMessage>> result : results) {
                for (CreatedMessage one : result.get()) {
                    ids.add(one.id());
                    created += one.created() ? 1 : 0;
                }
            }
        }
        assertThat(ids).hasSize(keys);
        assertThat(created).isEqualTo(keys);
        try (Sql sql = Sql.open(stack)) {
            assertThat(sql.rows(EVENTS)).hasSize(keys);
        }
    }

    @Test
    void a_stricter_isolation_ends_in_an_error_and_no_second_message(TestStack stack) throws Exception {
        try (Sql first = application(stack);
                Sql second = application(stack)) {
            second.begin().connection().setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            second.value("SELECT count(*) FROM messages");
            create(first, message);

            assertThatThrownBy(() -> MessageWriter.create(second.connection(), message))
                    .isInstanceOf(SQLException.class)
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isEqualTo("40001");
            second.rollback();
            assertThat(second.rows(EVENTS)).hasSize(1);
        }
    }

    @Test
    void what_the_server_refuses_is_an_error(TestStack stack) throws SQLException {
        try (Sql application = application(stack)) {
            assertRefused(application, new NewMessage(UUID.randomUUID(), "user", "hello", "k"), "23503");
            assertRefused(application, new NewMessage(conversation, "bot", "hello", "k"), "23514");
            assertRefused(application, new NewMessage(conversation, "user", "a\u0000b", "k"), "22021");
            assertThatThrownBy(() -> MessageWriter.create(application.connection(), message))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(application.rows(EVENTS)).isEmpty();
        }
    }

    private static void assertRefused(Sql application, NewMessage message, String sqlState) throws SQLException {
        application.begin();
        assertThatThrownBy(() -> MessageWriter.create(application.connection(), message))
                .isInstanceOf(SQLException.class)
                .extracting(e -> ((SQLException) e).getSQLState())
                .isEqualTo(sqlState);
        application.rollback();
    }

    @Test
    void hostile_text_arrives_as_it_is(TestStack stack) throws SQLException {
        String text = "'; DROP TABLE messages; -- \\ ? :x $1 \u0001 \u2028 \uD83D\uDE00";
        try (Sql application = application(stack)) {
            CreatedMessage created = create(application, new NewMessage(conversation, "user", text, text));

            assertThat(application.value("SELECT content FROM messages")).isEqualTo(text);
            assertThat(create(application, new NewMessage(conversation, "user", text, text)))
                    .isEqualTo(new CreatedMessage(created.id(), false));
        }
    }
}
