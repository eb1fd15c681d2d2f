package io.graphsync.schema.review.pg;

import io.graphsync.schema.parse.PgNode;
import io.graphsync.schema.review.RiskClass;
import io.graphsync.schema.review.Severity;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a new column, or a new type of one, costs. */
final class ColumnRules {
    /** They keep a part of a value. */
    private static final Set<String> CUTTING = Set.of(
            "left",
            "right",
            "substr",
            "substring",
            "trunc",
            "round",
            "floor",
            "ceil",
            "ceiling",
            "date_trunc",
            "date_part",
            "extract",
            "split_part",
            "md5",
            "sha256",
            "hashtext",
            "nullif");

    private final PgName table;
    private final PgContext context;
    private final PgEffects effects;
    private final boolean unused;

    ColumnRules(PgName table, PgContext context, PgEffects effects) {
        this.table = table;
        this.context = context;
        this.effects = effects;
        this.unused = context.isNew(table);
    }

    /** {@code ADD COLUMN}. */
    void add(PgNode column) {
        String name = column.text("colname");
        PgType type = PgType.of(column.child("typeName"));
        List<PgNode> constraints = column.children("constraints");
        effects.undoneBy("ALTER TABLE " + table.sql() + " DROP COLUMN " + PgName.quote(name));
        if (type.isSerial() || has(constraints, "CONSTR_IDENTITY")) {
            rewrite(PgRule.LK04, name);
        }
        domain(column, name);
        generated(constraints, name);
        defaultValue(constraints, name, type);
        for (PgNode constraint : constraints) {
            switch (constraint.text("contype")) {
                case "CONSTR_CHECK" -> {
                    effects.scan(table);
                    find(PgRule.LK07, name);
                    Expressions.checkConstraint(constraint, place(name), effects);
                }
                case "CONSTR_UNIQUE", "CONSTR_PRIMARY" -> find(PgRule.LK08, name);
                case "CONSTR_FOREIGN" -> references(constraint, name);
                default -> {}
            }
        }
    }

    private void domain(PgNode column, String name) {
        List<String> typeName =
                column.child("typeName").map(type -> type.names("names")).orElse(List.of());
        if (!typeName.isEmpty() && context.schema().isStrictDomain(PgName.ofParts(typeName))) {
            rewrite(PgRule.LK10, name);
        }
    }

    private void generated(List<PgNode> constraints, String name) {
        constraints.stream()
                .filter(constraint -> constraint.text("contype").equals("CONSTR_GENERATED"))
                .findFirst()
                .ifPresent(constraint -> {
                    Expressions.mustBeImmutable(constraint.child("raw_expr"), place(name), effects);
                    if (!constraint.text("generated_kind").equals("v")) {
                        rewrite(PgRule.LK05, name);
                    }
                });
    }

    private void defaultValue(List<PgNode> constraints, String name, PgType type) {
        Optional<PgNode> value = constraints.stream()
                .filter(constraint -> constraint.text("contype").equals("CONSTR_DEFAULT"))
                .findFirst()
                .flatMap(constraint -> constraint.child("raw_expr"));
        if (value.filter(Expressions::isVolatile).isPresent()) {
            rewrite(PgRule.LK03, name);
        }
        boolean filled = value.filter(expression -> !isNull(expression)).isPresent()
                || type.isSerial()
                || has(constraints, "CONSTR_IDENTITY")
                || has(constraints, "CONSTR_GENERATED");
        if (has(constraints, "CONSTR_NOTNULL") && !filled) {
            effects.scan(table);
            find(PgRule.LK06, name);
        }
    }

    private static boolean isNull(PgNode expression) {
        return expression.is("A_Const") && expression.flag("isnull");
    }

    private void references(PgNode constraint, String name) {
        constraint.child("pktable").map(PgName::ofRelation).ifPresent(referenced -> {
            effects.lock(referenced, LockMode.SHARE_ROW_EXCLUSIVE);
            if (!unused) {
                effects.find(PgRule.LK09, place(name) + " references " + referenced);
            }
        });
    }

    /** {@code ALTER COLUMN … TYPE}. */
    void changeType(String name, PgNode column) {
        PgType next = PgType.of(column.child("typeName"));
        Optional<PgType> before = context.schema()
                .table(table)
                .flatMap(known -> known.column(name))
                .map(PgTable.Column::type);
        if (column.child("collClause").isPresent()) {
            find(PgRule.LK13, name);
        }
        PgType.Change change = before.map(type -> type.to(next)).orElse(PgType.Change.REWRITE);
        Optional<PgNode> using = column.child("raw_default");
        boolean computed =
                using.filter(expression -> !isPlainCast(expression, name)).isPresent();
        boolean lost = using.filter(expression -> loses(expression, name)).isPresent();
        if (unused) {
            return;
        }
        if (change == PgType.Change.FREE && !computed) {
            effects.find(PgRule.LK11, place(name), Severity.INFO, RiskClass.YELLOW);
            return;
        }
        effects.rewrite(table);
        context.schema().table(table).stream()
                .flatMap(known -> known.foreignKeys().stream())
                .filter(key -> key.columns().contains(name))
                .forEach(key -> effects.lock(key.referenced(), LockMode.ACCESS_EXCLUSIVE));
        boolean mayCut = before.isEmpty() && next.isNarrow();
        if (change == PgType.Change.LOSSY || lost || mayCut) {
            effects.destroys(PgRule.DD17, place(name));
        } else {
            effects.irreversible();
            effects.find(PgRule.LK12, place(name));
        }
    }

    /** Whether a USING leaves out what was in the column, or part of it. */
    private static boolean loses(PgNode using, String column) {
        boolean reads = using.walk()
                .anyMatch(node ->
                        node.is("ColumnRef") && node.names("fields").getLast().equals(column));
        boolean cuts = using.walk().anyMatch(node -> node.is("FuncCall") && CUTTING.contains(Expressions.name(node)));
        return !reads || cuts;
    }

    /** {@code USING column::type} computes what the change does anyway. */
    private static boolean isPlainCast(PgNode using, String column) {
        PgNode inner = using.is("TypeCast") ? using.child("arg").orElse(using) : using;
        return inner.is("ColumnRef") && inner.names("fields").getLast().equals(column);
    }

    private void rewrite(PgRule rule, String name) {
        effects.rewrite(table);
        find(rule, name);
    }

    private void find(PgRule rule, String name) {
        if (!unused) {
            effects.find(rule, place(name));
        }
    }

    private String place(String name) {
        return table + "." + name;
    }

    private static boolean has(List<PgNode> constraints, String kind) {
        return constraints.stream()
                .anyMatch(constraint -> constraint.text("contype").equals(kind));
    }
}
