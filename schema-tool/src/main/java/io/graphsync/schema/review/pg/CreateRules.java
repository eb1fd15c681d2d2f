package io.graphsync.schema.review.pg;

import io.graphsync.schema.parse.PgNode;
import io.graphsync.schema.review.RiskClass;
import io.graphsync.schema.review.Severity;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What new tables, indexes, views and triggers cost those who use what is there already. */
final class CreateRules {
    private static final int MAX_VECTOR_DIMENSIONS = 2_000;
    private static final Set<String> ANN_METHODS = Set.of("ivfflat", "hnsw");

    private CreateRules() {}

    static void table(PgNode statement, PgContext context, PgEffects effects) {
        PgName table = statement.child("relation").map(PgName::ofRelation).orElseThrow();
        boolean maybe = statement.flag("if_not_exists");
        if (maybe) {
            effects.find(PgRule.CR06, table.toString(), Severity.INFO, RiskClass.YELLOW);
        } else {
            effects.undoneBy("DROP TABLE " + table.sql());
        }
        for (PgNode parent : statement.children("inhRelations")) {
            PgName name = PgName.ofRelation(parent);
            boolean partition = statement.child("partbound").isPresent();
            effects.lock(name, partition ? LockMode.ACCESS_EXCLUSIVE : LockMode.SHARE_UPDATE_EXCLUSIVE);
            if (partition && !context.isNew(name)) {
                effects.find(PgRule.LK44, table + " of " + name);
            }
        }
        boolean keyed = false;
        for (PgNode element : statement.children("tableElts")) {
            List<PgNode> constraints = element.is("Constraint") ? List.of(element) : element.children("constraints");
            for (PgNode constraint : constraints) {
                keyed |= constraint.text("contype").equals("CONSTR_PRIMARY");
                constraint(constraint, table, context, effects);
            }
            typeAdvice(element, table, effects);
        }
        if (statement.child("partspec").isPresent()) {
            partitionedKeys(statement, table, effects);
        }
        boolean needsKey = statement.children("inhRelations").isEmpty()
                && statement.child("ofTypename").isEmpty()
                && !table.isTemporary();
        if (needsKey && !keyed) {
            effects.find(PgRule.CR13, table.toString());
        }
    }

    private static void constraint(PgNode constraint, PgName table, PgContext context, PgEffects effects) {
        switch (constraint.text("contype")) {
            case "CONSTR_FOREIGN" ->
                constraint
                        .child("pktable")
                        .map(PgName::ofRelation)
                        .filter(parent -> !context.isNew(parent) && !parent.equals(table))
                        .ifPresent(parent -> {
                            effects.lock(parent, LockMode.SHARE_ROW_EXCLUSIVE);
                            effects.find(PgRule.LK46, table + " references " + parent);
                        });
            case "CONSTR_GENERATED" ->
                Expressions.mustBeImmutable(constraint.child("raw_expr"), table.toString(), effects);
            case "CONSTR_CHECK" -> Expressions.checkConstraint(constraint, table.toString(), effects);
            default -> {}
        }
    }

    private static void typeAdvice(PgNode column, PgName table, PgEffects effects) {
        if (!column.is("ColumnDef")) {
            return;
        }
        PgType type = PgType.of(column.child("typeName"));
        boolean mistake = Set.of("json", "bpchar", "timestamp", "money").contains(type.name()) || type.isSerial();
        if (mistake) {
            effects.find(PgRule.CR12, table + "." + column.text("colname") + " " + type.name());
        }
    }

    /** A key of a partitioned table must hold the columns it is partitioned by. */
    private static void partitionedKeys(PgNode statement, PgName table, PgEffects effects) {
        Set<String> by = Set.copyOf(statement.child("partspec").orElseThrow().children("partParams").stream()
                .map(element -> element.text("name"))
                .toList());
        for (PgNode element : statement.children("tableElts")) {
            List<PgNode> constraints = element.is("Constraint") ? List.of(element) : element.children("constraints");
            for (PgNode constraint : constraints) {
                boolean key = Set.of("CONSTR_PRIMARY", "CONSTR_UNIQUE").contains(constraint.text("contype"));
                List<String> columns =
                        element.is("Constraint") ? constraint.names("keys") : List.of(element.text("colname"));
                if (key && !Set.copyOf(columns).containsAll(by)) {
                    effects.find(PgRule.CR05, table + " (" + String.join(", ", columns) + ")");
                }
            }
        }
    }

    static void tableAs(PgNode statement, PgContext context, PgEffects effects) {
        Optional<PgName> table =
                statement.child("into").flatMap(into -> into.child("rel")).map(PgName::ofRelation);
        table.ifPresent(name -> {
            boolean view = statement.text("objtype").equals("OBJECT_MATVIEW");
            effects.undoneBy("DROP " + (view ? "MATERIALIZED VIEW " : "TABLE ") + name.sql());
        });
        DataRules.query(statement, context, effects);
    }

    static void index(PgNode statement, PgContext context, PgEffects effects) {
        PgName table = statement.child("relation").map(PgName::ofRelation).orElseThrow();
        boolean concurrently = statement.flag("concurrent");
        String name = statement.text("idxname");
        LockMode mode = concurrently ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.SHARE;
        effects.lock(table, mode);
        if (statement.child("relation").map(relation -> relation.flag("inh")).orElse(true)) {
            context.schema().children(table).forEach(child -> effects.lock(child, mode));
        }
        effects.scan(table);
        if (!name.isEmpty()) {
            effects.undoneBy(
                    "DROP INDEX " + (concurrently ? "CONCURRENTLY " : "") + new PgName(table.schema(), name).sql());
        }
        indexedExpressions(statement, table, effects);
        FunctionRules.ofExpressions(statement, context, effects);
        operatorClasses(statement, table, context, effects);
        ExistingRows.meetUnique(table, statement, context, effects);
        if (concurrently) {
            if (statement.flag("if_not_exists")) {
                // The runner looks for an invalid one of that name before and after.
                effects.find(PgRule.LK32, table + ", " + name, Severity.INFO, RiskClass.YELLOW);
            }
        } else if (!context.isNew(table)) {
            effects.find(PgRule.LK30, table + (name.isEmpty() ? "" : ", " + name));
        }
    }

    private static void indexedExpressions(PgNode statement, PgName table, PgEffects effects) {
        Expressions.mustBeImmutable(statement.child("whereClause"), table.toString(), effects);
        statement
                .children("indexParams")
                .forEach(element -> Expressions.mustBeImmutable(element.child("expr"), table.toString(), effects));
    }

    /** pgvector's classes end in _ops, and its indexes hold no more than 2000 dimensions. */
    private static void operatorClasses(PgNode statement, PgName table, PgContext context, PgEffects effects) {
        String method = statement.text("accessMethod").toLowerCase(Locale.ROOT);
        if (!ANN_METHODS.contains(method)) {
            return;
        }
        for (PgNode element : statement.children("indexParams")) {
            List<String> opclass = element.names("opclass");
            if (!opclass.isEmpty() && !opclass.getLast().endsWith("_ops")) {
                effects.find(
                        PgRule.CR04,
                        table + ": operator class " + opclass.getLast(),
                        "write " + opclass.getLast() + "_ops");
            }
            Optional<PgType> type = context.schema()
                    .table(table)
                    .flatMap(known -> known.column(element.text("name")))
                    .map(PgTable.Column::type)
                    .filter(known -> known.name().equals("vector"));
            type.ifPresent(vector -> {
                int dimensions =
                        vector.modifiers().isEmpty() ? 0 : vector.modifiers().getFirst();
                if (dimensions == 0 || dimensions > MAX_VECTOR_DIMENSIONS) {
                    effects.find(PgRule.CR04, table + "." + element.text("name") + " vector(" + dimensions + ")");
                }
            });
        }
    }

    static void view(PgNode statement, PgContext context, PgEffects effects) {
        PgName view = statement.child("view").map(PgName::ofRelation).orElseThrow();
        if (statement.flag("replace")) {
            effects.lock(view, LockMode.ACCESS_EXCLUSIVE);
            effects.irreversible();
            if (!context.isNew(view)) {
                effects.find(PgRule.LK49, view.toString(), Severity.INFO, RiskClass.YELLOW);
            }
        } else {
            effects.undoneBy("DROP VIEW " + view.sql());
        }
    }

    static void trigger(PgNode statement, PgContext context, PgEffects effects) {
        PgName table = statement.child("relation").map(PgName::ofRelation).orElseThrow();
        effects.lock(table, LockMode.SHARE_ROW_EXCLUSIVE);
        effects.undoneBy("DROP TRIGGER " + PgName.quote(statement.text("trigname")) + " ON " + table.sql());
        if (!context.isNew(table)) {
            effects.find(PgRule.LK42, table + ", " + statement.text("trigname"), Severity.INFO, RiskClass.YELLOW);
        }
    }

    static void rule(PgNode statement, PgContext context, PgEffects effects) {
        PgName table = statement.child("relation").map(PgName::ofRelation).orElseThrow();
        effects.lock(table, LockMode.ACCESS_EXCLUSIVE);
        effects.undoneBy("DROP RULE " + PgName.quote(statement.text("rulename")) + " ON " + table.sql());
        statement
                .children("actions")
                .forEach(action -> action.child("relation")
                        .map(PgName::ofRelation)
                        .ifPresent(target -> effects.lock(target, LockMode.ROW_EXCLUSIVE)));
        boolean writes = statement.children("actions").stream()
                .anyMatch(action ->
                        Set.of("DeleteStmt", "UpdateStmt", "InsertStmt").contains(action.type()));
        if (writes) {
            effects.destroys(PgRule.DD26, table + ", " + statement.text("rulename"));
        }
    }

    static void schema(PgNode statement, PgContext context, PgEffects effects) {
        effects.undoneBy("DROP SCHEMA " + PgName.quote(statement.text("schemaname")));
        statement.children("schemaElts").forEach(element -> PgRules.look(element, context, effects));
    }

    static void sequence(PgNode statement, PgContext context, PgEffects effects) {
        statement
                .child("sequence")
                .map(PgName::ofRelation)
                .ifPresent(name -> effects.undoneBy("DROP SEQUENCE " + name.sql()));
    }

    static void type(PgNode statement, PgContext context, PgEffects effects) {
        List<String> names = statement.names("typeName");
        if (!names.isEmpty()) {
            effects.undoneBy("DROP TYPE " + PgName.ofParts(names).sql());
        }
    }

    static void domain(PgNode statement, PgContext context, PgEffects effects) {
        effects.undoneBy(
                "DROP DOMAIN " + PgName.ofParts(statement.names("domainname")).sql());
    }

    static void extension(PgNode statement, PgContext context, PgEffects effects) {
        effects.undoneBy("DROP EXTENSION " + PgName.quote(statement.text("extname")));
        effects.find(PgRule.LK56, statement.text("extname"), Severity.INFO, RiskClass.YELLOW);
    }
}
