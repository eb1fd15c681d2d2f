package io.graphsync.schema.review.pg;

import io.graphsync.schema.parse.PgNode;
import io.graphsync.schema.review.RiskClass;
import io.graphsync.schema.review.Severity;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What functions do that are called where a statement runs. */
final class FunctionRules {
    /** They write large objects, or reach files of the server. */
    private static final Set<String> FILES_AND_PROGRAMS = Set.of(
            "lo_import",
            "lo_export",
            "lo_unlink",
            "lo_truncate",
            "lo_truncate64",
            "lo_put",
            "lowrite",
            "pg_read_file",
            "pg_read_binary_file",
            "pg_ls_dir",
            "pg_stat_file",
            "pg_file_write",
            "pg_file_unlink",
            "pg_file_rename",
            "pg_file_sync");

    private static final Set<String> RUN_TEXT = Set.of(
            "dblink_exec",
            "dblink",
            "dblink_send_query",
            "dblink_open",
            "query_to_xml",
            "query_to_xml_and_xmlschema",
            "query_to_xmlschema",
            "cursor_to_xml",
            "ts_stat",
            "crosstab",
            "connectby",
            "exec_sql");

    private static final Set<String> SERVER_WIDE = Set.of(
            "pg_terminate_backend",
            "pg_cancel_backend",
            "pg_drop_replication_slot",
            "pg_reload_conf",
            "pg_promote",
            "pg_switch_wal",
            "pg_replication_slot_advance",
            "pg_logical_slot_get_changes",
            "pg_logical_slot_get_binary_changes",
            "pg_replication_origin_drop",
            "pg_replication_origin_advance",
            "pg_wal_replay_pause",
            "pg_backup_start",
            "pg_backup_stop",
            "pg_rotate_logfile");

    /** They change something, which can be brought back. */
    private static final Set<String> SMALL_CHANGES = Set.of(
            "pg_create_logical_replication_slot",
            "pg_create_physical_replication_slot",
            "pg_copy_logical_replication_slot",
            "pg_copy_physical_replication_slot",
            "pg_replication_origin_create",
            "pg_stat_reset",
            "pg_stat_reset_shared",
            "pg_stat_reset_single_table_counters",
            "pg_clear_relation_stats",
            "pg_clear_attribute_stats",
            "lo_create",
            "lo_creat",
            "lo_from_bytea");

    private FunctionRules() {}

    static void call(PgNode call, PgContext context, PgEffects effects) {
        String name = Expressions.name(call);
        PgName routine = PgName.ofParts(call.names("funcname"));
        if (name.equals("setval")) {
            setValue(call, context, effects);
        } else if (FILES_AND_PROGRAMS.contains(name)) {
            effects.destroys(PgRule.DD22, name + "()");
        } else if (RUN_TEXT.contains(routine.name())) {
            effects.notUnderstood(PgRule.DD21, name + "()");
            BodyRules.texts(call, context, effects);
        } else if (SERVER_WIDE.contains(name)) {
            effects.destroys(PgRule.DD30, name + "()");
        } else if (SMALL_CHANGES.contains(name)) {
            effects.find(PgRule.DD30, name + "()", Severity.WARNING, RiskClass.YELLOW);
        } else if (name.equals("set_config")) {
            setConfig(call, context, effects);
        } else if (Builtins.isKnown(name)) {
            // A function of the same name with other parameters may be meant.
            RoutineRules.calledIfKnown(routine, context, effects);
        } else if (context.schema().routines(routine).isEmpty() && Extensions.isHarmless(routine.name())) {
            effects.atLeast(RiskClass.GREEN);
        } else {
            RoutineRules.called(routine, context, effects);
            if (!effects.isUnderstood()) {
                BodyRules.texts(call, context, effects);
            }
        }
    }

    /** Functions that an expression of the schema, such as a default, runs for rows that are there. */
    static void ofExpressions(PgNode statement, PgContext context, PgEffects effects) {
        statement
                .walk()
                .filter(node -> node.is("FuncCall"))
                .map(call -> PgName.ofParts(call.names("funcname")))
                .forEach(routine -> RoutineRules.calledIfKnown(routine, context, effects));
    }

    private static void setValue(PgNode call, PgContext context, PgEffects effects) {
        boolean fresh = firstText(call)
                .map(sequence -> PgName.ofParts(List.of(sequence.split("\\.", -1))))
                .filter(context::isNew)
                .isPresent();
        if (!fresh) {
            effects.destroys(PgRule.DD16, "setval");
        }
    }

    private static void setConfig(PgNode call, PgContext context, PgEffects effects) {
        Optional<String> setting = firstText(call);
        if (setting.isEmpty()) {
            effects.notUnderstood(PgRule.DD21, "set_config() of a setting that is named at run time");
        } else {
            ServerRules.setting(setting.get(), context, effects);
        }
    }

    private static Optional<String> firstText(PgNode call) {
        return call.children("args").stream()
                .findFirst()
                .map(argument -> argument.is("TypeCast") ? argument.child("arg").orElse(argument) : argument)
                .flatMap(ConstantValue::text);
    }
}
