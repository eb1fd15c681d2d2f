package io.graphsync.schema.review.pg;

import io.graphsync.schema.parse.PgNode;
import io.graphsync.schema.parse.PgTrees;
import io.graphsync.schema.parse.VariableUse;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is known while the statements of a file are looked at, one after the other.
 *
 * <p>A table counts as new when a statement before, of the same file, has made it: nobody uses it yet.
 */
final class PgContext {
    private final PgSchema schema;
    private final PgTrees trees;
    private final boolean transactional;
    private final Set<PgName> created = new HashSet<>();
    private final Set<String> createdColumns = new HashSet<>();
    private final Set<String> variables = new HashSet<>();
    private final Set<PgName> entered = new HashSet<>();

    PgContext(PgSchema schema, PgTrees trees, boolean transactional) {
        this.schema = schema;
        this.trees = trees;
        this.transactional = transactional;
    }

    PgSchema schema() {
        return schema;
    }

    PgTrees trees() {
        return trees;
    }

    /** Whether the file's statements share a transaction. */
    boolean transactional() {
        return transactional;
    }

    /** Whether nobody uses the relation yet: this file made it, or it is this session's alone. */
    boolean isNew(PgName relation) {
        return relation.isTemporary()
                || created.contains(relation)
                || created.contains(new PgName("pg_temp", relation.name()));
    }

    /** Whether this file added the column. */
    boolean isNewColumn(PgName relation, String column) {
        return createdColumns.contains(relation + "." + column);
    }

    /** The variables of the statement that is looked at next; to the grammar they are literals. */
    void variables(List<VariableUse> uses) {
        variables.clear();
        uses.forEach(use -> variables.add(use.name()));
    }

    /** Whether a literal of the statement stands for a variable. */
    boolean isVariable(String literal) {
        return variables.contains(literal);
    }

    /** Begins to look into a routine; false if that goes on already. */
    boolean enter(PgName routine) {
        return entered.add(routine);
    }

    void leave(PgName routine) {
        entered.remove(routine);
    }

    /** The definition of a routine that this file or one before made. */
    Optional<Routine> routine(PgName name) {
        return schema.routine(name);
    }

    /** Takes note of a statement that was looked at. */
    void apply(PgNode statement, String text) {
        boolean surelyNew = !statement.flag("if_not_exists");
        switch (statement.type()) {
            case "CreateStmt" -> {
                if (surelyNew) {
                    statement.child("relation").map(PgName::ofRelation).ifPresent(created::add);
                }
            }
            case "CreateTableAsStmt" -> {
                if (surelyNew) {
                    statement
                            .child("into")
                            .flatMap(into -> into.child("rel"))
                            .map(PgName::ofRelation)
                            .ifPresent(created::add);
                }
            }
            case "ViewStmt" -> {
                if (!statement.flag("replace")) {
                    statement.child("view").map(PgName::ofRelation).ifPresent(created::add);
                }
            }
            case "CreateSeqStmt" -> {
                if (surelyNew) {
                    statement.child("sequence").map(PgName::ofRelation).ifPresent(created::add);
                }
            }
            case "AlterTableStmt" -> {
                for (PgNode command : statement.children("cmds")) {
                    if (command.text("subtype").equals("AT_AddColumn") && !command.flag("missing_ok")) {
                        PgName table = statement
                                .child("relation")
                                .map(PgName::ofRelation)
                                .orElseThrow();
                        createdColumns.add(
                                table + "." + command.child("def").orElseThrow().text("colname"));
                    }
                }
            }
            default -> {}
        }
        schema.apply(statement, text);
    }
}
