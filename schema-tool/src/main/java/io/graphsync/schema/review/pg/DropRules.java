package io.graphsync.schema.review.pg;

import io.graphsync.schema.parse.PgNode;
import io.graphsync.schema.review.RiskClass;
import io.graphsync.schema.review.Severity;
import java.util.List;
import java.util.Optional;

/** What takes objects or all rows of a table away. */
final class DropRules {
    private DropRules() {}

    static void drop(PgNode statement, PgContext context, PgEffects effects) {
        boolean cascade = statement.text("behavior").equals("DROP_CASCADE");
        for (PgNode object : statement.children("objects")) {
            switch (statement.text("removeType")) {
                case "OBJECT_TABLE" -> table(nameOf(object), context, effects);
                case "OBJECT_SCHEMA" -> schema(object.string(), context, effects);
                case "OBJECT_SEQUENCE", "OBJECT_FOREIGN_TABLE" -> sequence(nameOf(object), context, effects);
                case "OBJECT_TYPE", "OBJECT_DOMAIN" -> type(object, cascade, context, effects);
                case "OBJECT_EXTENSION" -> extension(object, cascade, context, effects);
                case "OBJECT_POLICY" -> policy(object, effects);
                case "OBJECT_INDEX" -> index(nameOf(object), statement.flag("concurrent"), context, effects);
                case "OBJECT_TRIGGER", "OBJECT_RULE" -> trigger(object, cascade, context, effects);
                case "OBJECT_MATVIEW", "OBJECT_VIEW" -> view(nameOf(object), cascade, context, effects);
                case "OBJECT_PUBLICATION" -> ChangeRules.givesUpRows(object.string(), Severity.WARNING, effects);
                default -> other(object, cascade, effects);
            }
        }
    }

    private static void schema(String schema, PgContext context, PgEffects effects) {
        context.schema().tablesIn(schema).forEach(table -> effects.lock(table, LockMode.ACCESS_EXCLUSIVE));
        effects.destroys(PgRule.DD03, schema);
    }

    private static void type(PgNode object, boolean cascade, PgContext context, PgEffects effects) {
        if (cascade && object.is("TypeName")) {
            context.schema()
                    .tablesWith(PgName.ofParts(object.names("names")))
                    .forEach(table -> effects.lock(table, LockMode.ACCESS_EXCLUSIVE));
        }
        typeOrOther(PgRule.DD10, object, cascade, effects);
    }

    /** Most extensions that bring a type give it their own name. */
    private static void extension(PgNode object, boolean cascade, PgContext context, PgEffects effects) {
        if (cascade) {
            context.schema()
                    .tablesWith(PgName.ofParts(List.of(object.string())))
                    .forEach(table -> effects.lock(table, LockMode.ACCESS_EXCLUSIVE));
        }
        typeOrOther(PgRule.DD11, object, cascade, effects);
    }

    private static PgName nameOf(PgNode object) {
        return PgName.ofParts(object.names("items"));
    }

    private static void table(PgName table, PgContext context, PgEffects effects) {
        effects.lock(table, LockMode.ACCESS_EXCLUSIVE);
        if (context.isNewTable(table)) {
            return;
        }
        Optional<PgTable> known = context.schema().table(table);
        known.ifPresent(dropped -> {
            dropped.foreignKeys().forEach(key -> effects.lock(key.referenced(), LockMode.ACCESS_EXCLUSIVE));
            dropped.parent().ifPresent(parent -> effects.lock(parent, LockMode.ACCESS_EXCLUSIVE));
        });
        boolean partition = known.flatMap(PgTable::parent).isPresent();
        effects.destroys(partition ? PgRule.DD15 : PgRule.DD01, table.toString());
    }

    private static void sequence(PgName sequence, PgContext context, PgEffects effects) {
        effects.lock(sequence, LockMode.ACCESS_EXCLUSIVE);
        if (!context.isNew(sequence)) {
            effects.destroys(PgRule.DD12, sequence.toString());
        }
    }

    /** Without CASCADE the server refuses to drop what is in use. */
    private static void typeOrOther(PgRule rule, PgNode object, boolean cascade, PgEffects effects) {
        String name =
                object.is("TypeName") ? PgName.ofParts(object.names("names")).toString() : object.string();
        if (cascade) {
            effects.destroys(rule, name);
        } else {
            effects.irreversible();
            effects.atLeast(RiskClass.YELLOW);
        }
    }

    private static void policy(PgNode object, PgEffects effects) {
        PgName table = PgName.ofOwner(object.names("items"));
        effects.lock(table, LockMode.ACCESS_EXCLUSIVE);
        effects.destroys(PgRule.DD19, object.names("items").getLast() + " on " + table);
    }

    private static void index(PgName index, boolean concurrently, PgContext context, PgEffects effects) {
        LockMode mode = concurrently ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.ACCESS_EXCLUSIVE;
        effects.lock(index, mode);
        Optional<PgTable> table = context.schema().tableOfIndex(index);
        table.ifPresent(owner -> effects.lock(owner.name(), mode));
        effects.irreversible();
        boolean unused = table.filter(owner -> context.isNew(owner.name())).isPresent();
        if (context.schema().isUnique(index) && !unused) {
            effects.destroys(PgRule.LK63, index.toString());
        }
        if (!concurrently && !unused) {
            effects.find(
                    PgRule.LK34,
                    index.toString(),
                    "-- migrate: no-transaction\nDROP INDEX CONCURRENTLY " + index.sql() + ";");
        }
    }

    private static void trigger(PgNode object, boolean cascade, PgContext context, PgEffects effects) {
        PgName table = PgName.ofOwner(object.names("items"));
        effects.lock(table, LockMode.ACCESS_EXCLUSIVE);
        effects.irreversible();
        if (!context.isNew(table)) {
            droppedCode(object.names("items").getLast() + " on " + table, cascade, effects);
        }
    }

    private static void view(PgName view, boolean cascade, PgContext context, PgEffects effects) {
        effects.lock(view, LockMode.ACCESS_EXCLUSIVE);
        effects.irreversible();
        if (!context.isNew(view) || cascade) {
            droppedCode(view.toString(), cascade, effects);
        }
    }

    private static void other(PgNode object, boolean cascade, PgEffects effects) {
        List<String> parts = object.names("objname").isEmpty() ? object.names("items") : object.names("objname");
        String name = parts.isEmpty() ? object.string() : PgName.ofParts(parts).toString();
        effects.irreversible();
        droppedCode(name, cascade, effects);
    }

    /** With CASCADE nobody can tell what else goes. */
    private static void droppedCode(String name, boolean cascade, PgEffects effects) {
        if (cascade) {
            effects.destroys(PgRule.DD13, name + ", with CASCADE");
        } else {
            effects.find(PgRule.DD13, name, Severity.WARNING, RiskClass.YELLOW);
        }
    }

    static void truncate(PgNode statement, PgContext context, PgEffects effects) {
        boolean cascade = statement.text("behavior").equals("DROP_CASCADE");
        for (PgNode relation : statement.children("relations")) {
            PgName table = PgName.ofRelation(relation);
            effects.lock(table, LockMode.ACCESS_EXCLUSIVE);
            effects.rewrite(table);
            if (!context.isNewTable(table) || (cascade && !table.isTemporary())) {
                effects.destroys(PgRule.DD05, table.toString());
            }
        }
    }

    static void owned(PgNode statement, PgContext context, PgEffects effects) {
        List<String> roles = statement.children("roles").stream()
                .map(role -> role.text("rolename"))
                .toList();
        roles.stream()
                .flatMap(role -> context.schema().tablesOf(role).stream())
                .forEach(table -> effects.lock(table, LockMode.ACCESS_EXCLUSIVE));
        effects.destroys(PgRule.DD14, String.join(", ", roles));
    }

    static void database(PgNode statement, PgContext context, PgEffects effects) {
        effects.destroys(PgRule.DD04, statement.text("dbname") + statement.text("tablespacename"));
    }

    static void role(PgNode statement, PgContext context, PgEffects effects) {
        effects.irreversible();
        effects.find(
                PgRule.DD13,
                String.join(
                        ", ",
                        statement.children("roles").stream()
                                .map(role -> role.text("rolename"))
                                .toList()));
    }
}
