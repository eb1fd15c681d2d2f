package io.graphsync.schema.review.pg;

import io.graphsync.schema.parse.PgNode;
import io.graphsync.schema.review.RiskClass;
import io.graphsync.schema.review.Severity;
import io.graphsync.schema.review.Truth;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Who may do what. */
final class SecurityRules {
    private SecurityRules() {}

    static void grant(PgNode statement, PgContext context, PgEffects effects) {
        effects.atLeast(RiskClass.YELLOW);
        if (!statement.flag("is_grant")) {
            return;
        }
        boolean toAll = statement.children("grantees").stream()
                .anyMatch(role -> role.text("roletype").equals("ROLESPEC_PUBLIC"));
        boolean roles = statement.is("GrantRoleStmt");
        boolean all = !roles && statement.children("privileges").isEmpty();
        if (toAll || all || statement.flag("grant_option")) {
            effects.find(PgRule.DD29, toAll ? "PUBLIC" : all ? "ALL" : "WITH GRANT OPTION");
        }
    }

    static void defaultPrivileges(PgNode statement, PgContext context, PgEffects effects) {
        effects.atLeast(RiskClass.YELLOW);
        boolean forRole = statement.children("options").stream()
                .anyMatch(option -> option.text("defname").equals("roles"));
        if (!forRole) {
            effects.find(PgRule.CR10, "ALTER DEFAULT PRIVILEGES");
        }
        statement.child("action").ifPresent(action -> grant(action, context, effects));
    }

    static void owner(PgNode statement, PgContext context, PgEffects effects) {
        effects.irreversible();
        effects.find(PgRule.DD31, "", Severity.INFO, RiskClass.YELLOW);
    }

    /** A password that is written out; what comes from a variable was taken out before the text was parsed. */
    static void role(PgNode statement, PgContext context, PgEffects effects) {
        effects.atLeast(RiskClass.YELLOW);
        String name = statement.text("role")
                + statement.child("role").map(role -> role.text("rolename")).orElse("");
        for (PgNode option : statement.children("options")) {
            String value = option.child("arg").map(PgNode::string).orElse("");
            boolean written = option.text("defname").equals("password")
                    && !value.isEmpty()
                    && !value.startsWith("SCRAM-SHA-256$")
                    && !context.isVariable(value);
            if (written) {
                effects.find(PgRule.DD28, name);
            }
        }
        powers(statement, name, effects);
        if (statement.is("CreateRoleStmt")) {
            effects.undoneBy("DROP ROLE " + PgName.quote(statement.text("role")));
        } else {
            effects.irreversible();
        }
    }

    /** {@code uuid = text} */
    private static void comparedWithText(PgNode statement, PgName table, PgContext context, PgEffects effects) {
        Stream.of("qual", "with_check")
                .flatMap(field -> statement.child(field).stream())
                .flatMap(PgNode::walk)
                .filter(node -> node.is("A_Expr") && node.names("name").contains("="))
                .forEach(comparison -> {
                    Optional<PgNode> column =
                            side(comparison, "lexpr", "ColumnRef").or(() -> side(comparison, "rexpr", "ColumnRef"));
                    boolean setting = Stream.of("lexpr", "rexpr")
                            .flatMap(side -> comparison.child(side).stream())
                            .anyMatch(SecurityRules::isSetting);
                    column.map(found -> found.names("fields").getLast())
                            .filter(name -> setting && isNoText(name, table, context))
                            .ifPresent(name -> effects.find(PgRule.CR26, table + "." + name));
                });
    }

    private static Optional<PgNode> side(PgNode comparison, String side, String type) {
        return comparison.child(side).filter(node -> node.is(type));
    }

    /** A setting as it is, or with its empty text turned into null; with a cast it is no text any more. */
    private static boolean isSetting(PgNode value) {
        return value.is("FuncCall")
                ? Expressions.name(value).equals("current_setting")
                : value.text("kind").equals("AEXPR_NULLIF")
                        && value.child("lexpr").filter(SecurityRules::isSetting).isPresent();
    }

    private static boolean isNoText(String column, PgName table, PgContext context) {
        return context.schema()
                .table(table)
                .flatMap(known -> known.column(column))
                .filter(known ->
                        Set.of("uuid", "int4", "int8").contains(known.type().name()))
                .isPresent();
    }

    /** Attributes that go past every right and policy. */
    private static void powers(PgNode statement, String name, PgEffects effects) {
        for (PgNode option : statement.children("options")) {
            boolean given = Set.of("superuser", "bypassrls").contains(option.text("defname"))
                    && option.child("arg").filter(arg -> arg.flag("boolval")).isPresent();
            if (given) {
                effects.find(
                        PgRule.DD29,
                        name + " " + option.text("defname").toUpperCase(Locale.ROOT),
                        Severity.ERROR,
                        RiskClass.RED);
            }
        }
    }

    static void policy(PgNode statement, PgContext context, PgEffects effects) {
        PgName table = statement.child("table").map(PgName::ofRelation).orElseThrow();
        effects.lock(table, LockMode.ACCESS_EXCLUSIVE);
        if (statement.is("CreatePolicyStmt")) {
            effects.undoneBy("DROP POLICY " + PgName.quote(statement.text("policy_name")) + " ON " + table.sql());
        } else {
            effects.irreversible();
        }
        comparedWithText(statement, table, context, effects);
        boolean restricts = statement.is("CreatePolicyStmt") && !statement.flag("permissive");
        Predicates conditions = new Predicates(RowScope.ofTable(table, context));
        boolean open = !restricts
                && Stream.of("qual", "with_check")
                        .flatMap(field -> statement.child(field).stream())
                        .anyMatch(condition -> conditions.truth(condition) == Truth.ALWAYS);
        if (open) {
            effects.destroys(PgRule.DD19, statement.text("policy_name") + " on " + table + ": USING (true)");
        } else if (!context.isNew(table)) {
            effects.find(PgRule.LK41, table.toString(), Severity.INFO, RiskClass.YELLOW);
        }
        Set<String> reading = Set.of("select");
        if (reading.contains(statement.text("cmd_name"))) {
            effects.find(
                    PgRule.CR08,
                    statement.text("policy_name") + " on " + table + " is FOR SELECT alone",
                    Severity.WARNING,
                    RiskClass.YELLOW);
        }
    }
}
