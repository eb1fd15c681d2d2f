package io.graphsync.schema.target;

import java.sql.SQLException;
import java.util.Set;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLWarning;
import org.postgresql.util.ServerErrorMessage;

/** What PostgreSQL's error codes mean for a run. */
final class PgErrors {
    private static final Set<String> WORTH_RETRYING = Set.of("55P03", "40P01", "40001");
    private static final Set<String> ALREADY_THERE =
            Set.of("42P04", "42P06", "42P07", "42701", "42710", "42723", "42P03", "42712");
    private static final Set<String> ALREADY_GONE = Set.of("42704", "42P01", "42703", "42883", "3F000", "3D000");

    private PgErrors() {}

    /** A lock was not to be had, or this transaction was the one to give way. */
    static boolean isLockFailure(SQLException e) {
        return WORTH_RETRYING.contains(state(e));
    }

    /** What was to be created is there, or what was to be dropped is gone. */
    static boolean saysItIsDone(SQLException e) {
        return ALREADY_THERE.contains(state(e)) || ALREADY_GONE.contains(state(e));
    }

    static boolean isLogin(SQLException e) {
        return state(e).startsWith("28") || state(e).equals("3D000") || state(e).equals("42501");
    }

    static boolean isPermission(SQLException e) {
        return state(e).equals("42501");
    }

    /** The connection broke: what the server did last is not known. */
    static boolean isConnection(SQLException e) {
        return state(e).startsWith("08") || state(e).startsWith("57P");
    }

    static String state(SQLException e) {
        return e.getSQLState() == null ? "" : e.getSQLState();
    }

    /** The message of the server, of an error or a warning, with code, detail and hint, on one line. */
    static String message(SQLException e) {
        StringBuilder text = new StringBuilder();
        ServerErrorMessage server = switch (e) {
            case PSQLException error -> error.getServerErrorMessage();
            case PSQLWarning warning -> warning.getServerErrorMessage();
            default -> null;
        };
        if (server == null || server.getMessage() == null) {
            text.append(e.getMessage());
        } else {
            text.append(server.getMessage());
            text.append(server.getDetail() == null ? "" : ". " + server.getDetail());
            text.append(server.getHint() == null ? "" : " Hint: " + server.getHint());
        }
        return text.append(state(e).isEmpty() ? "" : " (" + state(e) + ")")
                .toString()
                .replace('\n', ' ');
    }

    /** Where in the statement the error is, counted from 1; 0 if the server did not say. */
    static int position(SQLException e) {
        ServerErrorMessage server = e instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
        return server == null ? 0 : server.getPosition();
    }
}
