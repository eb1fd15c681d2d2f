package io.graphsync.schema.review.pg;

import io.graphsync.schema.parse.PgNode;
import io.graphsync.schema.review.RiskClass;
import java.util.HashMap;
import java.util.Map;

/** Which rules look at which kind of statement. */
final class PgRules {
    /** Looks at a statement. */
    @FunctionalInterface
    interface Look {
        void at(PgNode statement, PgContext context, PgEffects effects);
    }

    private static final Map<String, Look> LOOKS = looks();

    private PgRules() {}

    /** Looks at a statement; one of a kind that no rule knows is not understood. */
    static void look(PgNode statement, PgContext context, PgEffects effects) {
        Look look = LOOKS.get(statement.type());
        if (look == null) {
            effects.notUnderstood(
                    "no rule knows what " + statement.type() + " does", "run it by hand, or have the tool learn it");
        } else {
            look.at(statement, context, effects);
        }
    }

    private static Map<String, Look> looks() {
        Map<String, Look> looks = new HashMap<>();
        looks.put("DropStmt", DropRules::drop);
        looks.put("TruncateStmt", DropRules::truncate);
        looks.put("DropOwnedStmt", DropRules::owned);
        looks.put("ReassignOwnedStmt", DropRules::owned);
        looks.put("DropdbStmt", DropRules::database);
        looks.put("DropTableSpaceStmt", DropRules::database);
        looks.put("DropRoleStmt", DropRules::role);

        looks.put("AlterTableStmt", AlterTableRules::alter);
        looks.put("RenameStmt", ChangeRules::rename);
        looks.put("AlterObjectSchemaStmt", ChangeRules::schema);
        looks.put("AlterEnumStmt", ChangeRules::enumeration);
        looks.put("AlterDomainStmt", ChangeRules::domain);
        looks.put("AlterSeqStmt", ChangeRules::sequence);
        looks.put("CommentStmt", ChangeRules::comment);
        looks.put("CreatePublicationStmt", ChangeRules::publication);
        looks.put("AlterPublicationStmt", ChangeRules::publication);

        looks.put("CreateStmt", CreateRules::table);
        looks.put("CreateTableAsStmt", CreateRules::tableAs);
        looks.put("IndexStmt", CreateRules::index);
        looks.put("ViewStmt", CreateRules::view);
        looks.put("CreateTrigStmt", CreateRules::trigger);
        looks.put("RuleStmt", CreateRules::rule);
        looks.put("CreateSchemaStmt", CreateRules::schema);
        looks.put("CreateSeqStmt", CreateRules::sequence);
        looks.put("CreateEnumStmt", CreateRules::type);
        looks.put("CreateRangeStmt", CreateRules::type);
        looks.put("CompositeTypeStmt", (statement, context, effects) -> {});
        looks.put("CreateDomainStmt", CreateRules::domain);
        looks.put("CreateExtensionStmt", CreateRules::extension);
        looks.put("DefineStmt", (statement, context, effects) -> effects.atLeast(RiskClass.YELLOW));
        looks.put("CreateStatsStmt", (statement, context, effects) -> {});

        looks.put("SelectStmt", DataRules::query);
        looks.put("InsertStmt", DataRules::query);
        looks.put("UpdateStmt", DataRules::query);
        looks.put("DeleteStmt", DataRules::query);
        looks.put("MergeStmt", DataRules::query);
        looks.put("CopyStmt", DataRules::copy);
        looks.put("ExplainStmt", DataRules::explain);

        looks.put("CreateFunctionStmt", RoutineRules::define);
        looks.put("DoStmt", RoutineRules::block);
        looks.put("CallStmt", RoutineRules::call);
        looks.put("PrepareStmt", RoutineRules::prepared);
        looks.put("ExecuteStmt", RoutineRules::prepared);
        looks.put("AlterFunctionStmt", (statement, context, effects) -> effects.atLeast(RiskClass.YELLOW));

        looks.put("GrantStmt", SecurityRules::grant);
        looks.put("GrantRoleStmt", SecurityRules::grant);
        looks.put("AlterDefaultPrivilegesStmt", SecurityRules::defaultPrivileges);
        looks.put("AlterOwnerStmt", SecurityRules::owner);
        looks.put("CreateRoleStmt", SecurityRules::role);
        looks.put("AlterRoleStmt", SecurityRules::role);
        looks.put("CreatePolicyStmt", SecurityRules::policy);
        looks.put("AlterPolicyStmt", SecurityRules::policy);

        looks.put("ReindexStmt", ServerRules::reindex);
        looks.put("ClusterStmt", ServerRules::cluster);
        looks.put("VacuumStmt", ServerRules::vacuum);
        looks.put("RefreshMatViewStmt", ServerRules::refresh);
        looks.put("LockStmt", ServerRules::lock);
        looks.put("VariableSetStmt", ServerRules::set);
        looks.put("VariableShowStmt", (statement, context, effects) -> {});
        looks.put("AlterSystemStmt", ServerRules::serverSetting);
        looks.put("AlterDatabaseSetStmt", ServerRules::serverSetting);
        looks.put("AlterRoleSetStmt", ServerRules::serverSetting);
        looks.put("TransactionStmt", ServerRules::transaction);
        looks.put("CheckPointStmt", (statement, context, effects) -> effects.atLeast(RiskClass.YELLOW));
        RareRules.addTo(looks);
        return Map.copyOf(looks);
    }
}
