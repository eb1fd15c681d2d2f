package io.graphsync.schema.review.pg;

import io.graphsync.schema.parse.PgNode;
import io.graphsync.schema.review.RiskClass;
import io.graphsync.schema.review.Severity;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What statements do to rows, wherever in a statement they stand. */
final class DataRules {
    private DataRules() {}

    /** Looks at every part of a statement that reads or writes rows. */
    static void query(PgNode statement, PgContext context, PgEffects effects) {
        statement.walk().forEach(node -> {
            switch (node.type()) {
                case "DeleteStmt", "UpdateStmt", "MergeStmt", "InsertStmt" -> write(node, context, effects);
                case "FuncCall" -> FunctionRules.call(node, context, effects);
                case "ExecuteStmt" -> RoutineRules.prepared(node, context, effects);
                case "RangeVar" -> view(PgName.ofRelation(node), context, effects);
                default -> {}
            }
        });
        if (!statement.children("lockingClause").isEmpty()) {
            effects.atLeast(RiskClass.YELLOW);
        }
    }

    private static void write(PgNode statement, PgContext context, PgEffects effects) {
        PgName table = target(statement);
        if (Catalogs.holds(table)) {
            effects.destroys(PgRule.DD32, table.name());
            return;
        }
        switch (statement.type()) {
            case "DeleteStmt" -> delete(statement, context, effects);
            case "UpdateStmt" -> update(statement, context, effects);
            case "MergeStmt" -> MergeRules.merge(statement, context, effects);
            default -> insert(statement, context, effects);
        }
    }

    /** Reading a view runs what it calls. */
    private static void view(PgName name, PgContext context, PgEffects effects) {
        Optional<PgNode> query = context.schema().view(name);
        if (query.isPresent() && context.enter(name)) {
            query(query.get(), context, effects);
            context.leave(name);
        }
    }

    /** The table that a query shows all rows of. */
    static Optional<PgName> wholeTable(PgNode query, PgContext context) {
        List<PgNode> from = query.children("fromClause");
        return from.stream()
                .findFirst()
                .filter(relation -> from.size() == 1 && relation.is("RangeVar"))
                .map(PgName::ofRelation)
                .filter(table -> RowScope.ofTable(table, context).isWhole(query));
    }

    static PgName target(PgNode statement) {
        return statement.child("relation").map(PgName::ofRelation).orElseThrow();
    }

    private static void delete(PgNode statement, PgContext context, PgEffects effects) {
        PgName table = target(statement);
        effects.lock(table, LockMode.ROW_EXCLUSIVE);
        triggers(table, context, effects);
        if (context.isNewTable(table)) {
            return;
        }
        effects.irreversible();
        if (Predicates.picks(statement, statement.child("whereClause"), context)) {
            effects.find(PgRule.DD07, table.toString(), Severity.INFO, RiskClass.YELLOW);
        } else {
            effects.scan(table);
            effects.destroys(PgRule.DD06, table.toString());
        }
    }

    /** What triggers of the same file do. */
    static void triggers(PgName table, PgContext context, PgEffects effects) {
        context.triggered(table).forEach(function -> RoutineRules.calledIfKnown(function, context, effects));
    }

    private static void update(PgNode statement, PgContext context, PgEffects effects) {
        PgName table = target(statement);
        effects.lock(table, LockMode.ROW_EXCLUSIVE);
        setTwice(statement, table, effects);
        triggers(table, context, effects);
        if (context.isNewTable(table)) {
            return;
        }
        effects.irreversible();
        if (Predicates.picks(statement, statement.child("whereClause"), context)) {
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

    private static void insert(PgNode statement, PgContext context, PgEffects effects) {
        PgName table = target(statement);
        effects.lock(table, LockMode.ROW_EXCLUSIVE);
        triggers(table, context, effects);
        if (context.isNewTable(table)) {
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
                .ifPresent(conflict -> {
                    effects.atLeast(RiskClass.YELLOW);
                    boolean all = rows.filter(
                                    select -> RowScope.ofTable(table, context).isWhole(select))
                            .isPresent();
                    if (all && !Predicates.picks(statement, conflict.child("whereClause"), context)) {
                        effects.destroys(PgRule.DD08, table.toString());
                    }
                });
    }

    static void copy(PgNode statement, PgContext context, PgEffects effects) {
        boolean file = !statement.text("filename").isEmpty();
        statement.child("query").ifPresent(rows -> query(rows, context, effects));
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
