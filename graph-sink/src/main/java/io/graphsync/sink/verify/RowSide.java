package io.graphsync.sink.verify;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What PostgreSQL's rows say, in the order of their ids; streams them. */
final class RowSide {
    private static final int FETCH_SIZE = 2_000;

    private final Connection connection;

    /** Takes a connection in a read-only transaction that sees one snapshot. */
    RowSide(Connection connection) {
        this.connection = connection;
    }

    /** A row of a cursor, as an element. */
    private interface RowMapper {
        ElementState map(ResultSet row) throws SQLException;
    }

    Iterator<ElementState> conversations() throws SQLException {
        return stream(
                "SELECT id::text, user_id::text, title, topic, sub_topic, updated_at FROM conversations ORDER BY conversations.id",
                row -> {
                    Map<String, Object> properties = new HashMap<>();
                    putText(properties, "title", row.getString("title"));
                    properties.put("updated_at", instant(row, "updated_at"));
                    properties.put("owners", list(row.getString("user_id")));
                    properties.put("topics", topics(row));
                    properties.put("known", true);
                    return new ElementState(new ElementState.Key(row.getString("id"), ""), properties);
                });
    }

    Iterator<ElementState> messages() throws SQLException {
        return stream(
                "SELECT id::text, conversation_id::text, message_type, created_at FROM messages ORDER BY messages.id",
                row -> {
                    Map<String, Object> properties = new HashMap<>();
                    putText(properties, "type", row.getString("message_type"));
                    properties.put("created_at", instant(row, "created_at"));
                    properties.put("conversations", list(row.getString("conversation_id")));
                    properties.put("known", true);
                    return new ElementState(new ElementState.Key(row.getString("id"), ""), properties);
                });
    }

    /** The users of one message come in the order of Java's strings, which is not that of the server's collation. */
    Iterator<ElementState> feedback() throws SQLException {
        return new GroupSorter(stream(
                "SELECT user_id::text, message_id::text, feedback_type, score, at FROM feedback ORDER BY feedback.message_id",
                row -> {
                    Map<String, Object> properties = new HashMap<>();
                    putText(properties, "type", row.getString("feedback_type"));
                    double score = row.getDouble("score");
                    if (!row.wasNull()) {
                        properties.put("score", score);
                    }
                    properties.put("at", instant(row, "at"));
                    String message = row.getString("message_id");
                    return new ElementState(new ElementState.Key(message, row.getString("user_id")), properties);
                }));
    }

    /** Topics together with sub topics, as many as differ. */
    Set<List<String>> topicPairs() throws SQLException {
        Set<List<String>> pairs = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT DISTINCT topic, sub_topic FROM conversations"
                        + " WHERE topic <> '' AND sub_topic <> ''")) {
            while (row.next()) {
                pairs.add(List.of(row.getString(1), row.getString(2)));
            }
        }
        return pairs;
    }

    private static void putText(Map<String, Object> properties, String name, @Nullable String text) {
        if (text != null && !text.isEmpty()) {
            properties.put(name, text);
        }
    }

    private static List<String> list(@Nullable String value) {
        return value == null ? List.of() : List.of(value);
    }

    private static List<List<String>> topics(ResultSet row) throws SQLException {
        String topic = row.getString("topic");
        String subTopic = row.getString("sub_topic");
        if (topic == null || topic.isEmpty()) {
            return List.of();
        }
        return List.of(subTopic == null || subTopic.isEmpty() ? List.of(topic) : List.of(topic, subTopic));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? Instant.MIN : time.toInstant().truncatedTo(ChronoUnit.MICROS);
    }

    private Iterator<ElementState> stream(String sql, RowMapper mapper) throws SQLException {
        Statement statement = connection.createStatement();
        statement.closeOnCompletion();
        statement.setFetchSize(FETCH_SIZE);
        ResultSet rows = statement.executeQuery(sql);
        return new RowIterator(rows, mapper);
    }

    /** Ends with an unchecked exception where the connection does: a comparison can't go on from there. */
    private static final class RowIterator implements Iterator<ElementState> {
        private final ResultSet rows;
        private final RowMapper mapper;
        private boolean ready;

        RowIterator(ResultSet rows, RowMapper mapper) throws SQLException {
            this.rows = rows;
            this.mapper = mapper;
            this.ready = rows.next();
        }

        @Override
        public boolean hasNext() {
            return ready;
        }

        @Override
        public ElementState next() {
            if (!ready) {
                throw new NoSuchElementException();
            }
            try {
                ElementState state = mapper.map(rows);
                ready = rows.next();
                if (!ready) {
                    rows.close();
                }
                return state;
            } catch (SQLException failure) {
                throw new VerifyException("PostgreSQL can't be read: " + failure.getMessage(), failure);
            }
        }
    }

    /** Sorts elements that come grouped by id within each group. */
    static final class GroupSorter implements Iterator<ElementState> {
        private final Iterator<ElementState> source;
        private final List<ElementState> group = new ArrayList<>();
        private @Nullable ElementState ahead;
        private int position;

        GroupSorter(Iterator<ElementState> source) {
            this.source = source;
            this.ahead = source.hasNext() ? source.next() : null;
        }

        @Override
        public boolean hasNext() {
            return position < group.size() || ahead != null;
        }

        @Override
        public ElementState next() {
            if (position == group.size()) {
                readGroup();
            }
            return group.get(position++);
        }

        private void readGroup() {
            group.clear();
            position = 0;
            ElementState first = ahead;
            if (first == null) {
                throw new NoSuchElementException();
            }
            group.add(first);
            ahead = source.hasNext() ? source.next() : null;
            while (ahead != null && ahead.key().id().equals(first.key().id())) {
                group.add(ahead);
                ahead = source.hasNext() ? source.next() : null;
            }
            group.sort(Comparator.comparing(ElementState::key));
        }
    }
}
