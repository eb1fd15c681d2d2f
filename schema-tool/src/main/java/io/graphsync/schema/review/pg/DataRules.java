package io.graphsync.schema.review.pg;

import io.graphsync.schema.parse.PgNode;
import io.graphsync.schema.review.RiskClass;
import io.graphsync.schema.review.Severity;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What statements do to rows, wherever in a statement they stand. */
final class DataRules {
    /** Functions of the server that do more than compute. */
    private static final Set<String> FILES_AND_PROGRAMS = Set.of(
            "lo_import",
            "lo_export",
            "lo_unlink",
            "pg_read_file",
            "pg_read_binary_file",
            "pg_ls_dir",
            "pg_file_write",
            "pg_file_unlink",
            "pg_file_rename");

    private static final Set<String> RUN_TEXT = Set.of(
            "dblink_exec",
            "dblink",
            "dblink_send_query",
            "query_to_xml",
            "query_to_xml_and_xmlschema",
            "cursor_to_xml",
            "exec_sql");

    private static final Set<String> SERVER_WIDE = Set.of(
            "pg_terminate_backend",
            "pg_cancel_backend",
            "pg_drop_replication_slot",
            "pg_reload_conf",
            "pg_promote",
            "pg_switch_wal",
            "pg_replication_slot_advance",
            "pg_rotate_logfile");

    private DataRules() {}

    /** Looks at every part of a statement that reads or writes rows. */
    static void query(PgNode statement, PgContext context, PgEffects effects) {
        statement.walk().forEach(node -> {
            switch (node.type()) {
                case "DeleteStmt" -> delete(node, context, effects);
                case "UpdateStmt" -> update(node, context, effects);
                case "MergeStmt" -> merge(node, context, effects);
                case "InsertStmt" -> insert(node, context, effects);
                case "FuncCall" -> call(node, context, effects);
                default -> {}
            }
        });
        if (!statement.children("lockingClause").isEmpty()) {
            effects.atLeast(RiskClass.YELLOW);
        }
    }

    private static PgName target(PgNode statement) {
        return statement.child("relation").map(PgName::ofRelation).orElseThrow();
    }

    private static void delete(PgNode statement, PgContext context, PgEffects effects) {
        PgName table = target(statement);
        effects.lock(table, LockMode.ROW_EXCLUSIVE);
        if (context.isNew(table)) {
            return;
        }
        effects.irreversible();
        if (Predicates.picks(statement.child("whereClause"), table)) {
            effects.find(PgRule.DD07, table.toString(), Severity.INFO, RiskClass.YELLOW);
        } else {
            effects.scan(table);
            effects.destroys(PgRule.DD06, table.toString());
        }
    }

    private static void update(PgNode statement, PgContext context, PgEffects effects) {
        PgName table = target(statement);
        effects.lock(table, LockMode.ROW_EXCLUSIVE);
        setTwice(statement, table, effects);
        if (context.isNew(table)) {
            return;
        }
        effects.irreversible();
        if (Predicates.picks(statement.child("whereClause"), table)) {
            effects.atLeast(RiskClass.YELLOW);
            return;
        }
        effects.scan(table);
        boolean newColumns = statement.children("targetList").stream()
                .allMatch(column -> context.isNewColumn(table, column.text("name")));
        if (newColumns) {
            effects.find(PgRule.DD08, table.toString(), Severity.WARNING, RiskClass.YELLOW);
        } else {
            effects.destroys(PgRule.DD08, table.toString());
        }
    }

    private static void setTwice(PgNode statement, PgName table, PgEffects effects) {
        Set<String> seen = new HashSet<>();
        for (PgNode column : statement.children("targetList")) {
            boolean plain = column.children("indirection").isEmpty();
            if (plain && !seen.add(column.text("name"))) {
                effects.find(PgRule.CR14, table + "." + column.text("name"));
            }
        }
    }

    private static void merge(PgNode statement, PgContext context, PgEffects effects) {
        PgName table = target(statement);
        effects.lock(table, LockMode.ROW_EXCLUSIVE);
        if (context.isNew(table)) {
            return;
        }
        effects.irreversible();
        effects.atLeast(RiskClass.YELLOW);
        boolean deletes = statement.children("mergeWhenClauses").stream()
                .anyMatch(clause -> clause.text("commandType").equals("CMD_DELETE"));
        if (deletes) {
            effects.destroys(PgRule.DD09, table.toString());
        }
    }

    private static void insert(PgNode statement, PgContext context, PgEffects effects) {
        PgName table = target(statement);
        effects.lock(table, LockMode.ROW_EXCLUSIVE);
        if (context.isNew(table)) {
            return;
        }
        effects.irreversible();
        Optional<PgNode> rows = statement.child("selectStmt");
        boolean copied =
                rows.filter(select -> select.children("valuesLists").isEmpty()).isPresent();
        if (copied) {
            effects.atLeast(RiskClass.YELLOW);
        }
        statement
                .child("onConflictClause")
                .filter(conflict -> conflict.text("action").equals("ONCONFLICT_UPDATE"))
                .ifPresent(conflict -> effects.atLeast(RiskClass.YELLOW));
    }

    /** A function that is called where the statement runs. */
    private static void call(PgNode call, PgContext context, PgEffects effects) {
        String name = Expressions.name(call);
        if (name.equals("setval")) {
            effects.destroys(PgRule.DD16, "setval");
        } else if (FILES_AND_PROGRAMS.contains(name)) {
            effects.destroys(PgRule.DD22, name + "()");
        } else if (RUN_TEXT.contains(name)) {
            effects.find(PgRule.DD21, name + "()");
            effects.notUnderstood(name + "() runs text that is made at run time", "write the SQL itself");
        } else if (SERVER_WIDE.contains(name)) {
            effects.destroys(PgRule.DD30, name + "()");
        } else if (name.equals("set_config")) {
            setConfig(call, effects);
        } else if (!Builtins.isKnown(name)) {
            RoutineRules.called(PgName.ofParts(call.names("funcname")), context, effects);
        }
    }

    private static void setConfig(PgNode call, PgEffects effects) {
        String setting = call.children("args").stream()
                .findFirst()
                .flatMap(argument -> argument.child("sval"))
                .map(text -> text.text("sval"))
                .orElse("");
        ServerRules.setting(setting, effects);
    }

    static void copy(PgNode statement, PgContext context, PgEffects effects) {
        boolean file = !statement.text("filename").isEmpty();
        statement.child("relation").map(PgName::ofRelation).ifPresent(table -> {
            if (statement.flag("is_from")) {
                effects.lock(table, LockMode.ROW_EXCLUSIVE);
            }
        });
        if (file || statement.flag("is_program")) {
            effects.destroys(PgRule.DD22, statement.text("filename"));
        } else {
            effects.notUnderstood(
                    "COPY with the rows in the file, or to the client, is for psql",
                    "write INSERT statements, or load the rows with another tool");
        }
    }

    static void explain(PgNode statement, PgContext context, PgEffects effects) {
        boolean runs = statement.children("options").stream()
                .anyMatch(option -> option.text("defname").equals("analyze") && !isOff(option));
        Optional<PgNode> query = statement.child("query");
        if (!runs || query.isEmpty()) {
            return;
        }
        PgRules.look(query.get(), context, effects);
        boolean changes = !query.get().is("SelectStmt");
        if (changes) {
            effects.find(PgRule.DD25, "");
        }
    }

    private static boolean isOff(PgNode option) {
        String value = option.child("arg")
                .map(arg -> arg.text("sval") + arg.text("boolval"))
                .orElse("");
        return Set.of("off", "false", "0").contains(value);
    }
}
