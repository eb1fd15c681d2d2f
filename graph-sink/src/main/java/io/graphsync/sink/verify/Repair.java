package io.graphsync.sink.verify;

import io.graphsync.sink.verify.Difference.Subject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * Sends elements again, through the outbox like any change of theirs: what the row says, or that there is none. Each batch is a
 * transaction; stopped between two of them, the next comparison finds what is left.
 */
final class Repair {
    private static final int BATCH = 500;

    /** A message whose conversation nobody knows any more; the delete only travels by it. */
    private static final String NOBODY = new UUID(0, 0).toString();

    private final Connection connection;

    Repair(Connection connection) {
        this.connection = connection;
    }

    /**
     * Sends them.
     *
     * @return how many events were written
     */
    long send(Collection<Mend> mends) throws SQLException {
        long sent = 0;
        for (Subject subject : List.of(Subject.CONVERSATION, Subject.MESSAGE, Subject.FEEDBACK)) {
            for (boolean hasRow : new boolean[] {true, false}) {
                List<Mend> alike = mends.stream()
                        .filter(mend -> mend.subject() == subject && mend.hasRow() == hasRow && mend.isOurs())
                        .toList();
                for (int i = 0; i < alike.size(); i += BATCH) {
                    sent += call(statement(subject, hasRow), alike.subList(i, Math.min(alike.size(), i + BATCH)));
                }
            }
        }
        return sent;
    }

    private static String statement(Subject subject, boolean hasRow) {
        String verb = hasRow ? "graph_resend_" : "graph_forget_";
        return switch (subject) {
            case CONVERSATION -> "SELECT " + verb + "conversations(?::uuid[])";
            case MESSAGE -> "SELECT " + verb + (hasRow ? "messages(?::uuid[])" : "messages(?::uuid[], ?::uuid[])");
            case FEEDBACK -> "SELECT " + verb + "feedback(?::uuid[], ?::uuid[])";
            case USER, TOPIC, SUB_TOPIC, HAS_SUBTOPIC -> throw new IllegalArgumentException(subject + " has no events");
        };
    }

    private long call(String sql, List<Mend> mends) throws SQLException {
        List<Function<Mend, String>> columns = new ArrayList<>();
        columns.add(mend -> mend.id());
        columns.add(mend -> mend.subject() == Subject.FEEDBACK
                ? mend.user()
                : mend.conversation().filter(UuidText::is).orElse(NOBODY));
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int parameters = statement.getParameterMetaData().getParameterCount();
            for (int i = 0; i < parameters; i++) {
                Object[] values = mends.stream().map(columns.get(i)).toArray();
                statement.setArray(i + 1, connection.createArrayOf("text", values));
            }
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
