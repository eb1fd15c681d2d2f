package io.graphsync.schema.review.pg;

import io.graphsync.schema.parse.PgNode;
import io.graphsync.schema.review.RiskClass;
import io.graphsync.schema.review.Severity;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What ALTER TABLE does, action by action. */
final class AlterTableRules {
    /** Actions that keep nobody from reading or writing. */
    private static final Set<String> QUIET = Set.of(
            "AT_SetStatistics",
            "AT_SetOptions",
            "AT_ResetOptions",
            "AT_SetRelOptions",
            "AT_ResetRelOptions",
            "AT_ClusterOn",
            "AT_DropCluster",
            "AT_DetachPartitionFinalize");

    private static final Set<String> MOVES = Set.of("AT_SetTableSpace", "AT_SetAccessMethod", "AT_SetLogged");
    private static final Set<String> TRIGGERS_OFF =
            Set.of("AT_DisableTrig", "AT_DisableTrigAll", "AT_DisableTrigUser", "AT_EnableReplicaTrig");
    private static final Set<String> TRIGGERS_ON =
            Set.of("AT_EnableTrig", "AT_EnableTrigAll", "AT_EnableTrigUser", "AT_EnableAlwaysTrig");

    private final PgContext context;
    private final PgEffects effects;
    private final PgName table;
    private final boolean unused;

    private AlterTableRules(PgName table, PgContext context, PgEffects effects) {
        this.context = context;
        this.effects = effects;
        this.table = table;
        this.unused = context.isNew(table);
    }

    static void alter(PgNode statement, PgContext context, PgEffects effects) {
        PgName table = statement.child("relation").map(PgName::ofRelation).orElseThrow();
        AlterTableRules rules = new AlterTableRules(table, context, effects);
        for (PgNode command : statement.children("cmds")) {
            rules.command(command);
            ExistingRows.meet(table, command, context, effects);
        }
        FunctionRules.ofExpressions(statement, context, effects);
    }

    private void command(PgNode command) {
        String action = command.text("subtype");
        String name = command.text("name");
        Optional<PgNode> definition = command.child("def");
        if (QUIET.contains(action)) {
            effects.lock(table, LockMode.SHARE_UPDATE_EXCLUSIVE);
            return;
        }
        if (TRIGGERS_OFF.contains(action)) {
            effects.lock(table, LockMode.SHARE_ROW_EXCLUSIVE);
            effects.destroys(PgRule.DD20, place(name));
            return;
        }
        if (TRIGGERS_ON.contains(action)) {
            effects.lock(table, LockMode.SHARE_ROW_EXCLUSIVE);
            find(PgRule.LK42, place(name));
            return;
        }
        switch (action) {
            case "AT_AddConstraint" ->
                new ConstraintRules(table, context, effects).add(definition.orElseThrow(), List.of());
            case "AT_ValidateConstraint" -> validate(name);
            case "AT_AttachPartition" -> attach(definition.orElseThrow());
            case "AT_DetachPartition" -> detach(definition.orElseThrow());
            default -> {
                lockWithChildren(LockMode.ACCESS_EXCLUSIVE);
                exclusive(action, name, command, definition);
            }
        }
    }

    private void exclusive(String action, String name, PgNode command, Optional<PgNode> definition) {
        if (MOVES.contains(action)) {
            effects.rewrite(table);
            find(PgRule.LK38, place(""));
            return;
        }
        switch (action) {
            case "AT_AddColumn" -> new ColumnRules(table, context, effects).add(definition.orElseThrow());
            case "AT_DropColumn" -> dropColumn(name, command);
            case "AT_AlterColumnType" ->
                new ColumnRules(table, context, effects).changeType(name, definition.orElseThrow());
            case "AT_SetNotNull" -> setNotNull(name);
            case "AT_DropNotNull" -> {
                find(PgRule.LK15, place(name));
                effects.undoneBy(alter("ALTER COLUMN " + PgName.quote(name) + " SET NOT NULL"));
            }
            case "AT_DropConstraint" -> dropConstraint(name, command);
            case "AT_DisableRule" -> effects.destroys(PgRule.DD20, place(name));
            case "AT_EnableRowSecurity" -> {
                enableRowSecurity();
                effects.undoneBy(alter("DISABLE ROW LEVEL SECURITY"));
            }
            case "AT_ForceRowSecurity" -> effects.undoneBy(alter("NO FORCE ROW LEVEL SECURITY"));
            case "AT_DisableRowSecurity", "AT_NoForceRowSecurity" -> effects.destroys(PgRule.DD19, place(""));
            case "AT_SetUnLogged" -> {
                effects.rewrite(table);
                if (!unused) {
                    effects.destroys(PgRule.DD27, place(""));
                }
            }
            case "AT_SetExpression" -> {
                effects.rewrite(table);
                find(PgRule.LK05, place(name));
            }
            case "AT_SetStorage", "AT_SetCompression", "AT_ReplicaIdentity" -> find(PgRule.LK40, place(name));
            case "AT_ChangeOwner" -> {
                effects.irreversible();
                effects.find(PgRule.DD31, place(""), Severity.INFO, RiskClass.YELLOW);
            }
            default -> {}
        }
    }

    private void lockWithChildren(LockMode mode) {
        effects.lock(table, mode);
        context.schema().children(table).forEach(child -> effects.lock(child, mode));
    }

    /** Nobody waits for a lock on a table that nobody knows yet. */
    private void find(PgRule rule, String place) {
        if (!unused) {
            effects.find(rule, place);
        }
    }

    private String place(String part) {
        return part.isEmpty() ? table.toString() : table + "." + part;
    }

    private String alter(String action) {
        return "ALTER TABLE " + table.sql() + " " + action;
    }

    private void dropColumn(String column, PgNode command) {
        boolean fresh = context.isNewTable(table) || context.isNewColumn(table, column);
        if (fresh && !command.text("behavior").equals("DROP_CASCADE")) {
            effects.irreversible();
        } else {
            effects.destroys(PgRule.DD02, place(column));
        }
    }

    private void setNotNull(String column) {
        effects.undoneBy(alter("ALTER COLUMN " + PgName.quote(column) + " DROP NOT NULL"));
        boolean proved = context.schema()
                .table(table)
                .filter(known -> known.isProvedNotNull(column))
                .isPresent();
        if (proved) {
            return;
        }
        effects.scan(table);
        if (!unused) {
            String check = PgName.quote(column + "_not_null");
            effects.find(
                    PgRule.LK14,
                    place(column),
                    alter("ADD CONSTRAINT " + check + " CHECK (" + PgName.quote(column) + " IS NOT NULL) NOT VALID")
                            + ";\n-- in the next file:\n" + alter("VALIDATE CONSTRAINT " + check) + ";\n"
                            + alter("ALTER COLUMN " + PgName.quote(column) + " SET NOT NULL") + ";\n"
                            + alter("DROP CONSTRAINT " + check) + ";");
        }
    }

    private void enableRowSecurity() {
        boolean policies = context.schema()
                .table(table)
                .filter(known -> !known.policyCommands().isEmpty())
                .isPresent();
        if (policies && !unused) {
            effects.find(PgRule.LK41, place(""), Severity.INFO, RiskClass.YELLOW);
        } else {
            find(PgRule.LK41, place(""));
        }
    }

    private void dropConstraint(String name, PgNode command) {
        context.schema().table(table).stream()
                .flatMap(known -> known.foreignKeys().stream())
                .filter(key -> key.name().equals(name))
                .forEach(key -> effects.lock(key.referenced(), LockMode.ACCESS_EXCLUSIVE));
        effects.irreversible();
        boolean helper = context.schema()
                .table(table)
                .filter(known -> known.isCheck(name))
                .isPresent();
        boolean key =
                context.schema().table(table).filter(known -> known.isKey(name)).isPresent();
        if (command.text("behavior").equals("DROP_CASCADE") && !unused) {
            effects.destroys(PgRule.DD13, place(name) + ", with CASCADE");
        } else if (key && !unused) {
            effects.destroys(PgRule.LK63, place(name));
        } else if (!helper) {
            find(PgRule.LK29, place(name));
        }
    }

    private void validate(String name) {
        effects.lock(table, LockMode.SHARE_UPDATE_EXCLUSIVE);
        effects.scan(table);
        context.schema().table(table).stream()
                .flatMap(known -> known.foreignKeys().stream())
                .filter(key -> key.name().equals(name))
                .forEach(key -> effects.lock(key.referenced(), LockMode.ROW_SHARE));
    }

    private void attach(PgNode definition) {
        Optional<PgName> partition = definition.child("name").map(PgName::ofRelation);
        effects.lock(table, LockMode.SHARE_UPDATE_EXCLUSIVE);
        partition.ifPresent(attached -> {
            effects.lock(attached, LockMode.ACCESS_EXCLUSIVE);
            if (!context.isNew(attached)) {
                effects.scan(attached);
                find(PgRule.LK43, attached.toString());
            }
            effects.undoneBy(alter("DETACH PARTITION " + attached.sql()));
        });
    }

    private void detach(PgNode definition) {
        boolean concurrently = definition.flag("concurrent");
        Optional<PgName> partition = definition.child("name").map(PgName::ofRelation);
        LockMode mode = concurrently ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.ACCESS_EXCLUSIVE;
        effects.lock(table, mode);
        partition.ifPresent(detached -> effects.lock(detached, LockMode.ACCESS_EXCLUSIVE));
        effects.irreversible();
        if (!concurrently && !unused) {
            effects.find(
                    PgRule.LK45,
                    place(""),
                    "-- migrate: no-transaction\n"
                            + alter("DETACH PARTITION "
                                    + partition.map(PgName::sql).orElse("…") + " CONCURRENTLY;"));
        }
    }
}
