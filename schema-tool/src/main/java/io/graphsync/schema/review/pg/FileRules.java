package io.graphsync.schema.review.pg;

import io.graphsync.schema.parse.PgNode;
import io.graphsync.schema.review.Finding;
import io.graphsync.schema.review.RiskClass;
import io.graphsync.schema.review.Severity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What can only be seen where the statements of a file are taken together. */
final class FileRules {
    private static final Set<String> REPEATABLE_DROPS = Set.of("DropStmt");
    private static final Set<String> CREATES =
            Set.of("CreateStmt", "IndexStmt", "CreateSeqStmt", "CreateSchemaStmt", "CreateExtensionStmt", "ViewStmt");

    private final PgContext context;
    private final List<Finding> findings = new ArrayList<>();
    private final Set<String> notValid = new HashSet<>();
    private final Set<String> strong = new LinkedHashSet<>();
    private final Map<String, Integer> alters = new HashMap<>();
    private final Set<PgName> guarded = new HashSet<>();
    private final Set<PgName> secured = new LinkedHashSet<>();

    FileRules(PgContext context) {
        this.context = context;
    }

    /** Looks at a statement, after the rules of its kind have. */
    void look(PgNode statement, PgEffects effects) {
        if (context.transactional()) {
            validatedTooEarly(statement, effects);
            fillsUnderLock(statement, effects);
            strongLocks(effects);
        } else {
            repeatable(statement, effects);
        }
        severalAlters(statement, effects);
        guardedOnce(statement, effects);
        if (statement.is("AlterTableStmt")) {
            statement.children("cmds").stream()
                    .filter(command -> command.text("subtype").equals("AT_EnableRowSecurity"))
                    .forEach(command -> secured.add(
                            statement.child("relation").map(PgName::ofRelation).orElseThrow()));
        }
    }

    private void validatedTooEarly(PgNode statement, PgEffects effects) {
        if (!statement.is("AlterTableStmt")) {
            return;
        }
        PgName table = statement.child("relation").map(PgName::ofRelation).orElseThrow();
        for (PgNode command : statement.children("cmds")) {
            boolean adds = command.child("def")
                    .filter(def -> def.flag("skip_validation"))
                    .isPresent();
            if (adds) {
                notValid.add(table + "." + command.child("def").orElseThrow().text("conname"));
            }
            boolean validates = command.text("subtype").equals("AT_ValidateConstraint");
            if (validates && notValid.contains(table + "." + command.text("name")) && !context.isNew(table)) {
                effects.find(PgRule.LK20, table + "." + command.text("name"));
            }
        }
    }

    /** Rows that are written while a lock is held that keeps everybody out. */
    private void fillsUnderLock(PgNode statement, PgEffects effects) {
        boolean writes =
                Set.of("UpdateStmt", "DeleteStmt", "InsertStmt", "MergeStmt").contains(statement.type());
        boolean many = statement.is("UpdateStmt")
                || statement.is("DeleteStmt")
                || statement.is("MergeStmt")
                || statement
                        .child("selectStmt")
                        .filter(select -> select.children("valuesLists").isEmpty())
                        .isPresent();
        if (writes && many && !strong.isEmpty()) {
            effects.find(PgRule.LK55, String.join(", ", strong));
        } else if (writes && !strong.isEmpty()) {
            effects.find(PgRule.CR23, String.join(", ", strong), Severity.INFO, RiskClass.YELLOW);
        }
    }

    private void strongLocks(PgEffects effects) {
        int before = strong.size();
        effects.locks().forEach((relation, mode) -> {
            boolean unused = context.isNew(PgName.ofParts(List.of(relation.split("\\.", 2))));
            if (mode.compareTo(LockMode.SHARE_ROW_EXCLUSIVE) >= 0 && !unused) {
                strong.add(relation);
            }
        });
        if (strong.size() > 1 && strong.size() > before && before > 0) {
            effects.find(PgRule.LK52, String.join(", ", strong), Severity.INFO, RiskClass.YELLOW);
        }
    }

    private void repeatable(PgNode statement, PgEffects effects) {
        boolean drop = REPEATABLE_DROPS.contains(statement.type()) && !statement.flag("missing_ok");
        boolean create = CREATES.contains(statement.type())
                && !statement.flag("if_not_exists")
                && !statement.flag("replace")
                && !statement.flag("concurrent");
        if ((drop && !statement.flag("concurrent")) || create) {
            effects.find(PgRule.CR11, statement.type());
        }
    }

    /** A statement that fails where the one before it passed over. */
    private void guardedOnce(PgNode statement, PgEffects effects) {
        Optional<PgName> table = Set.of("AlterTableStmt", "IndexStmt", "CreateTrigStmt", "CreatePolicyStmt")
                        .contains(statement.type())
                ? statement
                        .child(statement.is("CreatePolicyStmt") ? "table" : "relation")
                        .map(PgName::ofRelation)
                : Optional.empty();
        if (table.isEmpty()) {
            return;
        }
        if (statement.flag("missing_ok")) {
            guarded.add(table.get());
        } else if (guarded.contains(table.get())) {
            effects.find(PgRule.CR25, table.get().toString());
        }
    }

    private void severalAlters(PgNode statement, PgEffects effects) {
        if (!statement.is("AlterTableStmt")) {
            return;
        }
        PgName table = statement.child("relation").map(PgName::ofRelation).orElseThrow();
        if (!context.isNew(table) && alters.merge(table.toString(), 1, Integer::sum) == 2) {
            effects.find(PgRule.LK53, table.toString());
        }
    }

    /** What there is to say when all statements have been looked at. */
    List<Finding> findings() {
        for (PgName table : secured) {
            PgTable known = context.schema().table(table).orElseThrow();
            Set<String> commands = known.policyCommands();
            if (commands.isEmpty()) {
                findings.add(Finding.of(PgRule.CR08, table + " has no policy: it shows and takes no row"));
            } else if (commands.equals(Set.of("select"))) {
                findings.add(Finding.of(PgRule.CR08, table + " has policies for SELECT alone: it takes no row"));
            } else if (!known.forced()) {
                findings.add(Finding.of(PgRule.CR08, table + " is not FORCEd: its owner sees every row")
                        .with(Severity.WARNING));
            }
        }
        return findings;
    }
}
