package io.graphsync.schema.review.pg;

import io.graphsync.schema.parse.PgNode;
import io.graphsync.schema.review.RiskClass;
import io.graphsync.schema.review.Severity;
import java.util.List;
import java.util.Map;

/** Statements that migrations seldom hold. */
final class RareRules {
    /** They touch no rows, and nobody waits for them. */
    private static final List<String> QUIET = List.of(
            "NotifyStmt",
            "ListenStmt",
            "UnlistenStmt",
            "FetchStmt",
            "ClosePortalStmt",
            "ConstraintsSetStmt",
            "SecLabelStmt",
            "AlterStatsStmt");

    /** They change what programs see, and can be taken back. */
    private static final List<String> VISIBLE = List.of(
            "CreateCastStmt",
            "CreateOpClassStmt",
            "CreateOpFamilyStmt",
            "AlterOpFamilyStmt",
            "AlterOperatorStmt",
            "CreateConversionStmt",
            "CreateTransformStmt",
            "CreatePLangStmt",
            "CreateFdwStmt",
            "AlterFdwStmt",
            "CreateForeignServerStmt",
            "AlterForeignServerStmt",
            "CreateUserMappingStmt",
            "AlterUserMappingStmt",
            "CreateForeignTableStmt",
            "ImportForeignSchemaStmt",
            "CreateAmStmt",
            "AlterCollationStmt",
            "AlterTSConfigurationStmt",
            "AlterTSDictionaryStmt",
            "AlterTypeStmt",
            "AlterObjectDependsStmt",
            "AlterExtensionStmt",
            "AlterExtensionContentsStmt",
            "CreatedbStmt",
            "CreateTableSpaceStmt",
            "AlterTableSpaceOptionsStmt",
            "AlterDatabaseStmt",
            "AlterDatabaseRefreshCollStmt",
            "CreateEventTrigStmt",
            "AlterEventTrigStmt",
            "CreateSubscriptionStmt",
            "AlterSubscriptionStmt",
            "DiscardStmt");

    private RareRules() {}

    static void addTo(Map<String, PgRules.Look> looks) {
        QUIET.forEach(kind -> looks.put(kind, (statement, context, effects) -> {}));
        VISIBLE.forEach(kind -> looks.put(kind, (statement, context, effects) -> {
            effects.irreversible();
            effects.atLeast(RiskClass.YELLOW);
        }));
        looks.put("DeclareCursorStmt", RareRules::cursor);
        looks.put("DropSubscriptionStmt", RareRules::subscription);
        looks.put("DropUserMappingStmt", RareRules::userMapping);
        looks.put(
                "AlterTableMoveAllStmt",
                (statement, context, effects) ->
                        effects.find(PgRule.LK38, "ALL IN TABLESPACE " + statement.text("orig_tablespacename")));
        looks.put(
                "LoadStmt",
                (statement, context, effects) -> effects.notUnderstood(
                        "LOAD brings a program into the server", "install it with the server, as an extension"));
    }

    private static void cursor(PgNode statement, PgContext context, PgEffects effects) {
        statement.child("query").ifPresent(query -> PgRules.look(query, context, effects));
    }

    private static void subscription(PgNode statement, PgContext context, PgEffects effects) {
        effects.destroys(PgRule.DD12, statement.text("subname"));
    }

    private static void userMapping(PgNode statement, PgContext context, PgEffects effects) {
        effects.irreversible();
        effects.find(PgRule.DD13, statement.text("servername"), Severity.WARNING, RiskClass.YELLOW);
    }
}
