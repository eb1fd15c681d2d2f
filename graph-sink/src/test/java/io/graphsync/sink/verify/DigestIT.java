package io.graphsync.sink.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.sink.database.DatabaseSettings;
import io.graphsync.sink.verify.Difference.Subject;
import io.graphsync.stack.ServerKind;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** PostgreSQL and Java make one digest of one row. */
@UseStack(ServerKind.POSTGRES)
class DigestIT {
    private static final String TABLES = """
            CREATE TABLE conversations (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), user_id uuid, title text, topic text,
                sub_topic text, updated_at timestamptz NOT NULL);
            CREATE TABLE messages (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), conversation_id uuid NOT NULL,
                message_type text NOT NULL, created_at timestamptz NOT NULL);
            CREATE TABLE feedback (user_id uuid, message_id uuid, feedback_type text, score double precision,
                at timestamptz NOT NULL, PRIMARY KEY (user_id, message_id));
            """;
    private static final String ROWS = """
            INSERT INTO conversations (user_id, title, topic, sub_topic, updated_at)
            SELECT CASE WHEN n % 3 > 0 THEN gen_random_uuid() END, title, topic, sub_topic, at
            FROM unnest(ARRAY[NULL, '', 'a', E'line\\nbreak', 'größe €', '😀', 's1:a;', repeat('x', 70000)])
                WITH ORDINALITY AS t (title, n)
            CROSS JOIN unnest(ARRAY[NULL, '', 'topic', 'ü;=']) AS u (topic)
            CROSS JOIN unnest(ARRAY[NULL, '', 'sub']) AS v (sub_topic)
            CROSS JOIN unnest(ARRAY['0001-01-01', '1969-12-31 23:59:59.999999', '2026-02-28 12:00:00.000001',
                '9999-12-31 23:59:59.999999']::timestamptz[]) AS w (at);
            INSERT INTO messages (conversation_id, message_type, created_at)
            SELECT gen_random_uuid(), (ARRAY['user', 'assistant', 'system'])[1 + n % 3], now() - n * interval '1 hour'
            FROM generate_series(1, 50) AS n;
            INSERT INTO feedback
            SELECT gen_random_uuid(), m.id, 'thumb', score, clock_timestamp()
            FROM messages AS m, unnest(ARRAY[NULL, 0, -0.0, 0.1, -1e-300, 9007199254740991, 1.0 / 3]::double precision[]) AS score
            """;

    @BeforeEach
    void fill(TestStack stack) throws SQLException {
        try (Connection connection = stack.connection();
                Statement statement = connection.createStatement()) {
            statement.execute("SET TIME ZONE 'Asia/Kathmandu'");
            statement.execute(TABLES + ROWS);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CONVERSATION", "MESSAGE", "FEEDBACK"})
    void a_range_of_rows_has_the_digest_of_its_states(Subject subject, TestStack stack) throws SQLException {
        try (RowSide rows = open(stack)) {
            long seen = 0;
            KeyRange range = rows.range(subject, "", 20);
            while (true) {
                List<ElementState> states = rows.states(subject, range);
                assertThat(rows.digest(subject, range)).as("%s", range).isEqualTo(sum(states));
                seen += states.size();
                if (range.upTo().isEmpty()) {
                    break;
                }
                assertThat(states).hasSizeGreaterThanOrEqualTo(20);
                range = rows.range(subject, range.upTo().get(), 20);
            }
            assertThat(seen).isEqualTo(rows.count(subject)).isGreaterThanOrEqualTo(50);
        }
    }

    @Test
    void a_change_of_one_row_is_another_digest(TestStack stack) throws SQLException {
        KeyRange all = new KeyRange("", Optional.empty());
        try (RowSide rows = open(stack);
                Connection connection = stack.connection();
                Statement statement = connection.createStatement()) {
            Digest before = rows.digest(Subject.FEEDBACK, all);
            statement.execute("UPDATE feedback SET at = at + interval '1 microsecond'"
                    + " WHERE (user_id, message_id) = (SELECT user_id, message_id FROM feedback LIMIT 1)");

            assertThat(rows.digest(Subject.FEEDBACK, all)).isNotEqualTo(before);
        }
    }

    private static RowSide open(TestStack stack) throws SQLException {
        return RowSide.open(
                new DatabaseSettings(stack.jdbcUrl(), stack.user(), stack.password()), new LongestQuestion());
    }

    private static Digest sum(List<ElementState> states) {
        DigestSum sum = new DigestSum();
        states.forEach(sum::add);
        return sum.digest();
    }
}
