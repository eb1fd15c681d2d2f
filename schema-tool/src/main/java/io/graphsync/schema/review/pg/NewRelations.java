package io.graphsync.schema.review.pg;

import io.graphsync.schema.parse.PgNode;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What the statements of a file have made so far, so that nobody uses it yet. A name that comes to stand for something
 * else, by a rename or a drop, is no longer new.
 */
final class NewRelations {
    private static final String TEMPORARY = "pg_temp";

    private final Set<PgName> tables = new HashSet<>();

    /** Views, whose rows are others' rows, and sequences. */
    private final Set<PgName> others = new HashSet<>();

    private final Set<String> columns = new HashSet<>();

    NewRelations() {}

    private NewRelations(NewRelations before) {
        tables.addAll(before.tables);
        others.addAll(before.others);
        columns.addAll(before.columns);
    }

    NewRelations copy() {
        return new NewRelations(this);
    }

    /** What is new here and was new before as well. */
    void keepOnly(NewRelations before) {
        tables.retainAll(before.tables);
        others.retainAll(before.others);
        columns.retainAll(before.columns);
    }

    boolean has(PgName relation) {
        return hasTable(relation) || others.contains(relation);
    }

    /** Whether a table's rows are nobody else's: the file made it, or it is this session's alone. */
    boolean hasTable(PgName table) {
        return tables.contains(resolved(table)) || table.schema().equals(TEMPORARY);
    }

    boolean hasColumn(PgName relation, String column) {
        return columns.contains(relation + "." + column);
    }

    /** A temporary table hides one of the same name where no schema is written. */
    private PgName resolved(PgName name) {
        PgName temporary = new PgName(TEMPORARY, name.name());
        return !name.qualified() && tables.contains(temporary) ? temporary : name;
    }

    /**
     * Takes note of a statement.
     *
     * @param sure whether it runs for certain, if all before it did
     */
    void apply(PgNode statement, boolean sure) {
        switch (statement.type()) {
            case "CreateStmt" -> made(statement.child("relation"), statement, sure, tables);
            case "CreateTableAsStmt" ->
                made(statement.child("into").flatMap(into -> into.child("rel")), statement, sure, tables);
            case "ViewStmt" -> made(statement.child("view"), statement, sure && !statement.flag("replace"), others);
            case "CreateSeqStmt" -> made(statement.child("sequence"), statement, sure, others);
            case "DropStmt" ->
                statement.children("objects").forEach(object -> forget(PgName.ofParts(object.names("items"))));
            case "RenameStmt" -> rename(statement);
            case "AlterObjectSchemaStmt" ->
                statement.child("relation").map(PgName::ofRelation).ifPresent(moved -> {
                    forget(moved);
                    forget(new PgName(statement.text("newschema"), moved.name()));
                });
            case "AlterTableStmt" -> alter(statement, sure);
            case "VariableSetStmt" -> {
                if (statement.text("name").equals("search_path")) {
                    forgetUnqualified();
                }
            }
            case "DiscardStmt" -> forgetUnqualified();
            default -> {}
        }
    }

    private void made(Optional<PgNode> relation, PgNode statement, boolean sure, Set<PgName> kind) {
        relation.map(PgName::ofRelation)
                .filter(name -> name.isTemporary() || (sure && !statement.flag("if_not_exists")))
                .ifPresent(kind::add);
    }

    private void forget(PgName name) {
        PgName meant = resolved(name);
        tables.remove(meant);
        others.remove(meant);
        columns.removeIf(column -> column.startsWith(meant + "."));
    }

    /** After this a name without a schema may mean something else. */
    void forgetUnqualified() {
        tables.clear();
        others.clear();
        columns.clear();
    }

    private void rename(PgNode statement) {
        Optional<PgName> relation =
                statement.child("relation").map(PgName::ofRelation).map(this::resolved);
        String to = statement.text("newname");
        if (statement.text("renameType").equals("OBJECT_SCHEMA")) {
            forgetUnqualified();
        } else if (relation.isPresent() && statement.text("renameType").equals("OBJECT_COLUMN")) {
            boolean fresh = columns.remove(relation.get() + "." + statement.text("subname"));
            set(columns, relation.get() + "." + to, fresh);
        } else if (relation.isPresent()) {
            PgName renamed = new PgName(relation.get().schema(), to);
            set(tables, renamed, tables.remove(relation.get()));
            set(others, renamed, others.remove(relation.get()));
        }
    }

    private static <T> void set(Set<T> names, T name, boolean fresh) {
        if (fresh) {
            names.add(name);
        } else {
            names.remove(name);
        }
    }

    private void alter(PgNode statement, boolean sure) {
        PgName table = statement.child("relation").map(PgName::ofRelation).orElseThrow();
        for (PgNode command : statement.children("cmds")) {
            Optional<PgNode> definition = command.child("def");
            switch (command.text("subtype")) {
                case "AT_AddColumn" -> {
                    if (sure && !command.flag("missing_ok")) {
                        columns.add(table + "." + definition.orElseThrow().text("colname"));
                    }
                }
                case "AT_DropColumn" -> columns.remove(table + "." + command.text("name"));
                // From here on it shows the rows of a table that others use.
                case "AT_AttachPartition" ->
                    definition
                            .flatMap(bound -> bound.child("name"))
                            .map(PgName::ofRelation)
                            .filter(part -> !hasTable(part))
                            .ifPresent(part -> forget(table));
                case "AT_AddInherit" ->
                    definition
                            .map(PgName::ofRelation)
                            .filter(parent -> !hasTable(table))
                            .ifPresent(this::forget);
                default -> {}
            }
        }
    }
}
