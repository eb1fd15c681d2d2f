package io.graphsync.schema.target;

import io.graphsync.schema.parse.PgStatement;
import io.graphsync.schema.parse.VariableUse;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Keeps values out of the server's log and of pg_stat_activity while a statement runs that holds some. The settings for
 * that belong to superusers and to roles that were granted them; for others it tells what it could not do.
 */
final class PgDiscretion {
    /** What shows the text of statements, and the value with which it does not. */
    private static final List<String> SILENT = List.of(
            "track_activities=off",
            "log_statement=none",
            "log_duration=off",
            "log_min_duration_statement=-1",
            "log_min_duration_sample=-1",
            "log_transaction_sample_rate=0",
            "log_min_error_statement=panic",
            "log_min_messages=panic",
            "auto_explain.log_min_duration=-1",
            "pg_stat_statements.track=none");

    /** Without these, the text can still be seen. */
    private static final List<String> NEEDED =
            List.of("track_activities", "log_statement", "log_min_error_statement", "log_min_messages");

    private final PgSession session;
    private final RunContext context;

    PgDiscretion(PgSession session, RunContext context) {
        this.session = session;
        this.context = context;
    }

    /** Something that is done with a statement. */
    @FunctionalInterface
    interface Work {
        void run() throws SQLException;
    }

    /** Runs a statement, unseen if it holds values. */
    void run(PgStatement statement, String what, Work work) throws SQLException {
        if (!holds(statement, VariableUse.Role.LITERAL) && !holds(statement, VariableUse.Role.PASSWORD)) {
            work.run();
            return;
        }
        List<String> settings = permitted();
        if (!settings.containsAll(NEEDED) && holds(statement, VariableUse.Role.LITERAL)) {
            context.say(what + ": this role may not silence the server's log, which keeps the value of "
                    + names(statement) + " if it logs statements");
        }
        boolean done = false;
        try {
            for (String setting : SILENT) {
                if (settings.contains(name(setting))) {
                    set(setting);
                }
            }
            work.run();
            done = true;
        } finally {
            restore(settings, done);
        }
    }

    private String names(PgStatement statement) {
        return statement.variables().stream()
                .map(VariableUse::name)
                .filter(context.variables()::has)
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private void restore(List<String> settings, boolean done) throws SQLException {
        // After a failure inside a transaction nothing but its end is possible, and that restores them, too.
        if (done || session.jdbc().getAutoCommit()) {
            for (String setting : settings) {
                session.execute("RESET " + setting);
            }
        }
    }

    private void set(String setting) throws SQLException {
        int equals = setting.indexOf('=');
        session.execute("SET " + setting.substring(0, equals) + " = '" + setting.substring(equals + 1) + "'");
    }

    /** Values that come from outside; what a file gives for one that is not set is no secret. */
    private boolean holds(PgStatement statement, VariableUse.Role role) {
        return statement.variables().stream()
                .anyMatch(use -> use.role() == role && context.variables().has(use.name()));
    }

    private List<String> permitted() throws SQLException {
        // Privileges on single parameters came with 15.
        boolean single = !session.query("SELECT to_regprocedure('has_parameter_privilege(text,text)')::text")
                .getFirst()
                .isNull(0);
        String may = single ? "has_parameter_privilege(name, 'SET')" : "false";
        List<String> names = new ArrayList<>();
        SILENT.forEach(setting -> names.add(name(setting)));
        return session
                .query(
                        "SELECT name FROM pg_settings WHERE name = ANY (string_to_array(?, ',')) AND (context = 'user' OR "
                                + may
                                + " OR (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)) ORDER BY name",
                        String.join(",", names))
                .stream()
                .map(row -> row.text(0))
                .toList();
    }

    private static String name(String setting) {
        return setting.substring(0, setting.indexOf('='));
    }
}
