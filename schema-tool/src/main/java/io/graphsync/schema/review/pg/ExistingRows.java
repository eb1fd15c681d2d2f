package io.graphsync.schema.review.pg;

import io.graphsync.schema.parse.PgNode;
import io.graphsync.schema.review.RiskClass;
import io.graphsync.schema.review.Severity;

/** What fails where the rows that are there break it. The class stays what its locks make it: nothing is lost. */
final class ExistingRows {
    private ExistingRows() {}

    /** An action of ALTER TABLE. */
    static void meet(PgName table, PgNode command, PgContext context, PgEffects effects) {
        String name = command.text("name");
        boolean depends = switch (command.text("subtype")) {
            case "AT_ValidateConstraint" -> true;
            case "AT_SetNotNull" ->
                context.schema()
                        .table(table)
                        .filter(known -> known.isProvedNotNull(name))
                        .isEmpty();
            case "AT_AddConstraint" ->
                command.child("def").filter(ExistingRows::isCheckedNow).isPresent();
            default -> false;
        };
        if (depends) {
            String part =
                    name + command.child("def").map(def -> def.text("conname")).orElse("");
            find(table, part, context, effects);
        }
    }

    /** CREATE UNIQUE INDEX. */
    static void meetUnique(PgName table, PgNode index, PgContext context, PgEffects effects) {
        if (index.flag("unique")) {
            find(table, index.text("idxname"), context, effects);
        }
    }

    private static boolean isCheckedNow(PgNode constraint) {
        return switch (constraint.text("contype")) {
            case "CONSTR_CHECK", "CONSTR_FOREIGN", "CONSTR_NOTNULL" -> !constraint.flag("skip_validation");
            case "CONSTR_UNIQUE", "CONSTR_PRIMARY" ->
                constraint.text("indexname").isEmpty();
            case "CONSTR_EXCLUSION" -> true;
            default -> false;
        };
    }

    private static void find(PgName table, String part, PgContext context, PgEffects effects) {
        if (!context.isNew(table)) {
            String place = part.isEmpty() ? table.toString() : table + "." + part;
            effects.find(PgRule.CR19, place, Severity.INFO, RiskClass.GREEN);
        }
    }
}
