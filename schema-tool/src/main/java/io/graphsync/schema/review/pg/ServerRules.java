package io.graphsync.schema.review.pg;

import io.graphsync.schema.parse.PgNode;
import io.graphsync.schema.review.RiskClass;
import java.util.Optional;
import java.util.Set;

/** Maintenance, locks and settings. */
final class ServerRules {
    private static final Set<String> TIMEOUTS =
            Set.of("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout", "transaction_timeout");

    private static final Set<String> ROLES = Set.of("role", "session_authorization");

    private ServerRules() {}

    static void reindex(PgNode statement, PgContext context, PgEffects effects) {
        boolean concurrently = option(statement, "concurrently");
        Optional<PgName> relation = statement.child("relation").map(PgName::ofRelation);
        boolean index = statement.text("kind").equals("REINDEX_OBJECT_INDEX");
        relation.ifPresent(name -> {
            Optional<PgName> table = index ? context.schema().tableOfIndex(name).map(PgTable::name) : relation;
            LockMode onTable = concurrently ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.SHARE;
            table.ifPresent(owner -> effects.lock(owner, onTable));
            if (index) {
                effects.lock(name, concurrently ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.ACCESS_EXCLUSIVE);
            }
        });
        if (!concurrently) {
            effects.find(PgRule.LK35, relation.map(PgName::toString).orElse(statement.text("name")));
        }
    }

    private static boolean option(PgNode statement, String name) {
        String field = statement.has("params") ? "params" : "options";
        return statement.children(field).stream()
                .anyMatch(option -> option.text("defname").equals(name));
    }

    static void cluster(PgNode statement, PgContext context, PgEffects effects) {
        Optional<PgName> table = statement.child("relation").map(PgName::ofRelation);
        table.ifPresent(name -> {
            effects.lock(name, LockMode.ACCESS_EXCLUSIVE);
            effects.rewrite(name);
        });
        effects.find(PgRule.LK38, table.map(PgName::toString).orElse("all tables"));
    }

    static void vacuum(PgNode statement, PgContext context, PgEffects effects) {
        boolean full = option(statement, "full");
        for (PgNode relation : statement.children("rels")) {
            PgName table = relation.child("relation").map(PgName::ofRelation).orElseThrow();
            effects.lock(table, full ? LockMode.ACCESS_EXCLUSIVE : LockMode.SHARE_UPDATE_EXCLUSIVE);
            if (full) {
                effects.rewrite(table);
            } else {
                effects.scan(table);
            }
        }
        if (full) {
            effects.find(PgRule.LK38, "VACUUM FULL");
        }
    }

    static void refresh(PgNode statement, PgContext context, PgEffects effects) {
        PgName view = statement.child("relation").map(PgName::ofRelation).orElseThrow();
        boolean concurrently = statement.flag("concurrent");
        context.schema().view(view).ifPresent(query -> DataRules.query(query, context, effects));
        effects.lock(view, concurrently ? LockMode.EXCLUSIVE : LockMode.ACCESS_EXCLUSIVE);
        if (!concurrently && !context.isNew(view)) {
            effects.rewrite(view);
            effects.find(PgRule.LK48, view.toString());
        }
    }

    static void lock(PgNode statement, PgContext context, PgEffects effects) {
        LockMode mode = LockMode.ofNumber(statement.number("mode"));
        for (PgNode relation : statement.children("relations")) {
            effects.lock(PgName.ofRelation(relation), mode);
        }
        effects.find(PgRule.LK54, mode.serverName());
    }

    static void set(PgNode statement, PgContext context, PgEffects effects) {
        String name = statement.text("name");
        setting(name, context, effects);
        if (statement.flag("is_local") && !context.transactional()) {
            effects.find(PgRule.LK61, name);
        }
    }

    static void setting(String name, PgContext context, PgEffects effects) {
        if (name.equals("search_path")) {
            context.forgetUnqualified();
        } else if (ROLES.contains(name)) {
            effects.atLeast(RiskClass.YELLOW);
        } else if (name.equals("session_replication_role")) {
            effects.destroys(PgRule.DD20, name);
        } else if (name.equals("row_security")) {
            effects.destroys(PgRule.DD19, name);
        } else if (TIMEOUTS.contains(name)) {
            effects.find(PgRule.LK60, name);
        }
    }

    static void serverSetting(PgNode statement, PgContext context, PgEffects effects) {
        effects.irreversible();
        String name = statement.child("setstmt").map(set -> set.text("name")).orElse("");
        boolean server = statement.is("AlterSystemStmt");
        if (server) {
            effects.destroys(PgRule.DD30, "ALTER SYSTEM " + name);
        } else {
            effects.find(PgRule.DD30, name);
            effects.atLeast(RiskClass.YELLOW);
        }
    }

    static void transaction(PgNode statement, PgContext context, PgEffects effects) {
        effects.find(PgRule.DD23, statement.text("kind").replace("TRANS_STMT_", ""));
        effects.irreversible();
    }
}
