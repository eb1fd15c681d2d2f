package io.graphsync.schema.review.pg;

import io.graphsync.schema.parse.PgNode;
import io.graphsync.schema.review.RiskClass;
import io.graphsync.schema.review.Severity;
import java.util.Locale;
import java.util.Map;

/** Names, types and sequences that change. */
final class ChangeRules {
    private static final Map<String, String> KINDS = Map.of(
            "OBJECT_TABLE",
            "TABLE",
            "OBJECT_VIEW",
            "VIEW",
            "OBJECT_INDEX",
            "INDEX",
            "OBJECT_SEQUENCE",
            "SEQUENCE",
            "OBJECT_MATVIEW",
            "MATERIALIZED VIEW");

    private ChangeRules() {}

    static void rename(PgNode statement, PgContext context, PgEffects effects) {
        String kind = statement.text("renameType");
        if (statement.child("relation").isEmpty()) {
            effects.find(PgRule.LK37, statement.text("subname") + " to " + statement.text("newname"));
            return;
        }
        PgName relation = statement.child("relation").map(PgName::ofRelation).orElseThrow();
        boolean index = kind.equals("OBJECT_INDEX");
        effects.lock(relation, index ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.ACCESS_EXCLUSIVE);
        String to = PgName.quote(statement.text("newname"));
        if (kind.equals("OBJECT_COLUMN")) {
            effects.undoneBy("ALTER TABLE " + relation.sql() + " RENAME COLUMN " + to + " TO "
                    + PgName.quote(statement.text("subname")));
        } else if (KINDS.containsKey(kind)) {
            PgName renamed = new PgName(relation.schema(), statement.text("newname"));
            effects.undoneBy(
                    "ALTER " + KINDS.get(kind) + " " + renamed.sql() + " RENAME TO " + PgName.quote(relation.name()));
        }
        if (!index && !context.isNew(relation)) {
            effects.find(PgRule.LK37, relation + " to " + statement.text("newname"));
        }
    }

    static void schema(PgNode statement, PgContext context, PgEffects effects) {
        statement.child("relation").map(PgName::ofRelation).ifPresent(relation -> {
            effects.lock(relation, LockMode.ACCESS_EXCLUSIVE);
            PgName moved = new PgName(statement.text("newschema"), relation.name());
            effects.undoneBy("ALTER TABLE " + moved.sql() + " SET SCHEMA " + PgName.quote(relation.schema()));
        });
        effects.find(PgRule.LK37, "SET SCHEMA " + statement.text("newschema"));
    }

    static void enumeration(PgNode statement, PgContext context, PgEffects effects) {
        PgName type = PgName.ofParts(statement.names("typeName"));
        effects.irreversible();
        if (statement.has("oldVal")) {
            effects.destroys(PgRule.DD18, type + ": " + statement.text("oldVal"));
        } else {
            effects.find(PgRule.LK50, type + ": " + statement.text("newVal"), Severity.INFO, RiskClass.YELLOW);
        }
    }

    static void domain(PgNode statement, PgContext context, PgEffects effects) {
        PgName domain = PgName.ofParts(statement.names("typeName"));
        boolean adds = statement.text("subtype").equals("C")
                || statement.text("subtype").equals("O")
                || statement.text("subtype").equals("AD_AddConstraint")
                || statement.text("subtype").equals("AD_SetNotNull");
        boolean later = statement
                .child("def")
                .filter(def -> def.flag("skip_validation"))
                .isPresent();
        effects.atLeast(RiskClass.YELLOW);
        if (adds && !later) {
            context.schema().tablesWith(domain).forEach(table -> {
                effects.lock(table, LockMode.SHARE);
                effects.scan(table);
            });
            effects.find(PgRule.LK51, domain.toString());
        }
    }

    static void sequence(PgNode statement, PgContext context, PgEffects effects) {
        PgName sequence = statement.child("sequence").map(PgName::ofRelation).orElseThrow();
        effects.lock(sequence, LockMode.SHARE_ROW_EXCLUSIVE);
        effects.irreversible();
        boolean restarts = statement.children("options").stream()
                .anyMatch(option -> option.text("defname").equals("restart"));
        if (restarts && !context.isNew(sequence)) {
            effects.rewrite(sequence);
            effects.destroys(PgRule.DD16, sequence.toString());
        }
    }

    static void comment(PgNode statement, PgContext context, PgEffects effects) {
        boolean onTable = statement.text("objtype").toUpperCase(Locale.ROOT).equals("OBJECT_TABLE");
        boolean onColumn = statement.text("objtype").equals("OBJECT_COLUMN");
        if (onTable) {
            effects.lock(PgName.ofParts(statement.names("object")), LockMode.SHARE_UPDATE_EXCLUSIVE);
        } else if (onColumn) {
            effects.lock(PgName.ofOwner(statement.names("object")), LockMode.SHARE_UPDATE_EXCLUSIVE);
        }
    }

    static void publication(PgNode statement, PgContext context, PgEffects effects) {
        effects.atLeast(RiskClass.YELLOW);
        for (PgNode object : statement.children("pubobjects")) {
            object.child("pubtable")
                    .flatMap(table -> table.child("relation"))
                    .map(PgName::ofRelation)
                    .ifPresent(table -> effects.lock(table, LockMode.SHARE_UPDATE_EXCLUSIVE));
        }
        if (statement.is("CreatePublicationStmt")) {
            effects.undoneBy("DROP PUBLICATION " + PgName.quote(statement.text("pubname")));
        } else if (statement.text("action").equals("AP_DropObjects")) {
            givesUpRows(statement.text("pubname"), Severity.WARNING, effects);
        } else if (statement.text("action").equals("AP_SetObjects")) {
            // The new list may hold all that the old one did.
            givesUpRows(statement.text("pubname"), Severity.INFO, effects);
        }
    }

    static void givesUpRows(String publication, Severity severity, PgEffects effects) {
        effects.irreversible();
        effects.find(PgRule.DD33, publication, severity, RiskClass.YELLOW);
    }
}
