package io.graphsync.schema.review.pg;

import io.graphsync.schema.parse.PgNode;
import io.graphsync.schema.review.RiskClass;
import java.util.List;

/** What MERGE does to rows. */
final class MergeRules {
    private MergeRules() {}

    static void merge(PgNode statement, PgContext context, PgEffects effects) {
        PgName table = DataRules.target(statement);
        effects.lock(table, LockMode.ROW_EXCLUSIVE);
        DataRules.triggers(table, context, effects);
        if (context.isNewTable(table)) {
            return;
        }
        effects.irreversible();
        effects.atLeast(RiskClass.YELLOW);
        List<PgNode> clauses = statement.children("mergeWhenClauses");
        boolean deletes =
                clauses.stream().anyMatch(clause -> clause.text("commandType").equals("CMD_DELETE"));
        boolean writesAll = clauses.stream()
                .filter(clause -> clause.text("commandType").equals("CMD_UPDATE"))
                .anyMatch(clause -> meetsAll(statement, clause, context));
        if (deletes) {
            effects.destroys(PgRule.DD09, table.toString());
        }
        if (writesAll) {
            effects.scan(table);
            effects.destroys(PgRule.DD08, table.toString());
        }
    }

    private static boolean meetsAll(PgNode statement, PgNode clause, PgContext context) {
        boolean others = clause.text("matchKind").equals("MERGE_WHEN_NOT_MATCHED_BY_SOURCE");
        boolean join = others || !Predicates.picks(statement, statement.child("joinCondition"), context);
        return join && !Predicates.picks(statement, clause.child("condition"), context);
    }
}
