package io.graphsync.schema.review.pg;

import io.graphsync.schema.parse.PgBody;
import io.graphsync.schema.parse.PgNode;
import io.graphsync.schema.parse.PgTrees;
import io.graphsync.schema.parse.VariableUse;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
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
    private final NewRelations made = new NewRelations();
    private final Set<String> variables = new HashSet<>();
    private final Set<PgName> entered = new HashSet<>();
    private final Deque<Body> bodies = new ArrayDeque<>();

    /** The triggers that this file has made; they fire within it. */
    private final List<PgNode> triggers = new ArrayList<>();

    /** A body of a block or function that is looked into. */
    private static final class Body {
        private final Set<String> variables;
        private final Set<PgName> wholeLoops = new HashSet<>();
        private final NewRelations before;
        private boolean repeated;
        private boolean sure = true;

        Body(Set<String> variables, NewRelations before) {
            this.variables = variables;
            this.before = before;
        }
    }

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
        return relation.isTemporary() || made.has(relation);
    }

    /** Whether the relation is new, and its rows are its own, unlike a view's. */
    boolean isNewTable(PgName relation) {
        return made.hasTable(relation);
    }

    /** Whether this file added the column. */
    boolean isNewColumn(PgName relation, String column) {
        return made.hasColumn(relation, column);
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

    /** Begins to look at a body, whose variables are no columns. */
    void openBody(Set<String> names) {
        bodies.push(new Body(names, made.copy()));
    }

    /** What a body makes may not be there after it: it may have returned before. */
    void closeBody() {
        made.keepOnly(bodies.pop().before);
    }

    /** Goes to a part of the body. */
    void at(PgBody.Part part) {
        Body body = bodies.getFirst();
        body.repeated = part.repeated();
        body.sure = part.sure();
    }

    /** The body runs a loop over all rows of a table. */
    void loopOverWhole(PgName table) {
        bodies.getFirst().wholeLoops.add(table);
    }

    boolean loopsOverWhole(PgName table) {
        return inLoop() && bodies.stream().anyMatch(body -> body.wholeLoops.contains(table));
    }

    /** Whether what is looked at may run again and again. */
    boolean inLoop() {
        return bodies.stream().anyMatch(body -> body.repeated);
    }

    /** Whether a name is a variable of the body that is looked at. */
    boolean isVariableOfBody(String name) {
        return !bodies.isEmpty() && bodies.getFirst().variables.contains(name);
    }

    /** The functions that a change of a table's rows runs, by triggers of this file. */
    List<PgName> triggered(PgName table) {
        return triggers.stream()
                .filter(trigger -> trigger.child("relation")
                        .map(PgName::ofRelation)
                        .filter(table::equals)
                        .isPresent())
                .map(trigger -> PgName.ofParts(trigger.names("funcname")))
                .toList();
    }

    /** From here on, a name without a schema may mean something else. */
    void forgetUnqualified() {
        made.forgetUnqualified();
    }

    /** Takes note of a statement that was looked at. */
    void apply(PgNode statement, String text) {
        made.apply(statement, bodies.stream().allMatch(body -> body.sure));
        if (statement.is("CreateTrigStmt")) {
            triggers.add(statement);
        }
        schema.apply(statement, text);
    }
}
