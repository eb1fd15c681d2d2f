package io.graphsync.schema.review.pg;

import io.graphsync.schema.parse.PgNode;
import io.graphsync.schema.review.RiskClass;
import io.graphsync.schema.review.Severity;
import java.util.List;
import java.util.Optional;

/** What a new constraint on a table costs. */
final class ConstraintRules {
    private final PgName table;
    private final PgContext context;
    private final PgEffects effects;
    private final boolean unused;

    ConstraintRules(PgName table, PgContext context, PgEffects effects) {
        this.table = table;
        this.context = context;
        this.effects = effects;
        this.unused = context.isNew(table);
    }

    /** {@code ADD CONSTRAINT}. */
    void add(PgNode constraint, List<String> ownColumns) {
        String name = constraint.text("conname");
        if (!name.isEmpty()) {
            effects.undoneBy("ALTER TABLE " + table.sql() + " DROP CONSTRAINT " + PgName.quote(name));
        }
        boolean later = constraint.flag("skip_validation");
        switch (constraint.text("contype")) {
            case "CONSTR_CHECK" -> check(constraint, name, later);
            case "CONSTR_FOREIGN" -> foreignKey(constraint, name, later, ownColumns);
            case "CONSTR_UNIQUE" -> key(constraint, name, PgRule.LK25, "UNIQUE");
            case "CONSTR_PRIMARY" -> key(constraint, name, PgRule.LK27, "PRIMARY KEY");
            case "CONSTR_EXCLUSION" -> {
                exclusive();
                find(PgRule.LK28, name);
            }
            case "CONSTR_NOTNULL" -> {
                exclusive();
                if (!later) {
                    effects.scan(table);
                    find(PgRule.LK14, name);
                }
            }
            default -> exclusive();
        }
    }

    private void exclusive() {
        effects.lock(table, LockMode.ACCESS_EXCLUSIVE);
        context.schema().children(table).forEach(child -> effects.lock(child, LockMode.ACCESS_EXCLUSIVE));
    }

    private void check(PgNode constraint, String name, boolean later) {
        exclusive();
        Expressions.checkConstraint(constraint, place(name), effects);
        if (later) {
            if (!unused) {
                effects.find(PgRule.LK18, place(name), Severity.INFO, RiskClass.YELLOW);
            }
            return;
        }
        effects.scan(table);
        find(PgRule.LK17, name);
    }

    private void foreignKey(PgNode constraint, String name, boolean later, List<String> ownColumns) {
        effects.lock(table, LockMode.SHARE_ROW_EXCLUSIVE);
        Optional<PgName> referenced = constraint.child("pktable").map(PgName::ofRelation);
        referenced.ifPresent(parent -> effects.lock(parent, LockMode.SHARE_ROW_EXCLUSIVE));
        List<String> columns = constraint.names("fk_attrs").isEmpty() ? ownColumns : constraint.names("fk_attrs");
        if (unused) {
            return;
        }
        boolean indexed = context.schema().isIndexed(table, columns);
        if (!indexed) {
            effects.find(
                    PgRule.LK24,
                    place(name),
                    "-- migrate: no-transaction\nCREATE INDEX CONCURRENTLY "
                            + PgName.quote(table.name() + "_" + String.join("_", columns) + "_idx") + " ON "
                            + table.sql() + " ("
                            + String.join(
                                    ", ", columns.stream().map(PgName::quote).toList()) + ");");
        }
        if (later || !isEnforced(constraint)) {
            effects.find(PgRule.LK22, place(name), Severity.INFO, RiskClass.YELLOW);
            return;
        }
        effects.scan(table);
        find(PgRule.LK21, name);
    }

    private static boolean isEnforced(PgNode constraint) {
        return !constraint.has("is_enforced") ? constraint.flag("skip_validation") : constraint.flag("is_enforced");
    }

    private void key(PgNode constraint, String name, PgRule building, String kind) {
        exclusive();
        if (!constraint.text("indexname").isEmpty()) {
            if (!unused) {
                effects.find(PgRule.LK26, place(name), Severity.INFO, RiskClass.YELLOW);
            }
            return;
        }
        if (!unused) {
            String index = PgName.quote(name.isEmpty() ? table.name() + "_key" : name);
            effects.find(
                    building,
                    place(name),
                    "-- migrate: no-transaction\nCREATE UNIQUE INDEX CONCURRENTLY " + index + " ON " + table.sql()
                            + " ("
                            + String.join(
                                    ", ",
                                    constraint.names("keys").stream()
                                            .map(PgName::quote)
                                            .toList())
                            + ");\n-- in the next file:\nALTER TABLE " + table.sql() + " ADD CONSTRAINT " + index + " "
                            + kind
                            + " USING INDEX " + index + ";");
        }
    }

    private void find(PgRule rule, String name) {
        if (!unused) {
            effects.find(rule, place(name));
        }
    }

    private String place(String name) {
        return name.isEmpty() ? table.toString() : table + "." + name;
    }
}
