package io.graphsync.schema.review.cypher;

import io.graphsync.schema.parse.CypherNode;
import io.graphsync.schema.review.RiskClass;
import io.graphsync.schema.review.Severity;
import io.graphsync.schema.review.cypher.QueryScope.Origin;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a query does to nodes and relationships, clause by clause. */
final class QueryRules {
    private static final Set<String> QUERIES =
            Set.of("RegularQuery", "Union", "When", "WhenBranch", "ElseBranch", "SingleQuery");

    private final CypherEffects effects;

    private QueryRules(CypherEffects effects) {
        this.effects = effects;
    }

    static void look(CypherNode statement, CypherEffects effects) {
        new QueryRules(effects).query(statement, new QueryScope());
        if (statement.has("SubqueryInTransactionsParameters")) {
            effects.find(CypherRule.CY11, "", Severity.INFO, RiskClass.YELLOW);
        }
        if (statement.has("TerminateCommand")) {
            effects.destroys(CypherRule.CY23, "TERMINATE TRANSACTIONS");
        }
        ProcedureRules.functions(statement, effects);
    }

    /** Looks at a query, and gives the variables that it hands on. */
    private QueryScope query(CypherNode query, QueryScope before) {
        if (query.is("SingleQuery")) {
            return clauses(query, before.copy());
        }
        QueryScope scope = before;
        QueryScope result = new QueryScope();
        for (CypherNode child : query.children()) {
            if (child.type().isEmpty()) {
                continue;
            }
            QueryScope after = query(child, scope);
            boolean sequence = query.is("NextStatement");
            scope = sequence ? after : before;
            result.addAll(after);
        }
        return result;
    }

    private QueryScope clauses(CypherNode query, QueryScope start) {
        QueryScope scope = start;
        for (CypherNode child : query.children()) {
            if (child.is("Clause")) {
                scope = clause(child.children().getFirst(), scope);
            } else if (QUERIES.contains(child.type())) {
                scope = query(child, scope);
            }
        }
        return scope;
    }

    private QueryScope clause(CypherNode clause, QueryScope scope) {
        switch (clause.type()) {
            case "MatchClause" -> match(clause, scope);
            case "MergeClause" -> merge(clause, scope);
            case "CreateClause", "InsertClause" -> create(clause, scope);
            case "WithClause", "ReturnClause" -> {
                return projected(clause, scope);
            }
            case "UnwindClause" -> named(clause, scope, clause.child("Expression"));
            case "LoadCSVClause" -> {
                effects.find(CypherRule.CY19, "");
                named(clause, scope, Optional.empty());
            }
            case "LetClause" -> clause.all("LetItem").forEach(item -> named(item, scope, item.child("Expression")));
            case "FilterClause" ->
                clause.child("Expression").ifPresent(condition -> scope.filter(condition, List.of()));
            case "ForeachClause" -> forEach(clause, scope);
            case "SubqueryClause" -> subquery(clause, scope);
            case "CallClause" -> ProcedureRules.call(clause, scope, effects);
            case "DeleteClause" -> delete(clause, scope);
            case "SetClause", "RemoveClause" -> change(clause, scope);
            default -> {}
        }
        return scope;
    }

    private static void match(CypherNode clause, QueryScope scope) {
        List<CypherNode> patterns = clause.all("Pattern").toList();
        scope.find(patterns);
        clause.child("WhereClause")
                .flatMap(where -> where.child("Expression"))
                .ifPresent(condition -> scope.filter(condition, patterns));
    }

    private void merge(CypherNode clause, QueryScope scope) {
        effects.note();
        scope.find(clause.all("Pattern").toList());
        boolean path = clause.has("RelationshipPattern");
        boolean withNewNodes =
                clause.all("NodePattern").anyMatch(node -> node.has("Properties") || node.has("LabelExpression"));
        if (path && withNewNodes) {
            effects.find(CypherRule.CY17, "MERGE");
        }
        effects.atLeast(RiskClass.YELLOW);
        effects.irreversible();
        clause.all("MergeAction")
                .filter(action -> action.hasWord("MATCH"))
                .forEach(action -> action.child("SetClause").ifPresent(set -> change(set, scope)));
    }

    private void create(CypherNode clause, QueryScope scope) {
        effects.note();
        effects.irreversible();
        effects.find(CypherRule.CY22, clause.words().getFirst());
        clause.all("Variable")
                .map(Conditions::name)
                .filter(name -> !scope.names().contains(name))
                .forEach(name -> scope.set(name, Origin.OWN));
    }

    /** WITH and RETURN hand on what they name. */
    private static QueryScope projected(CypherNode clause, QueryScope scope) {
        boolean everything = clause.child("ReturnBody")
                .flatMap(body -> body.child("ReturnItems"))
                .filter(items -> items.hasWord("*"))
                .isPresent();
        QueryScope next = everything ? scope.copy() : new QueryScope();
        clause.all("ReturnItem").forEach(item -> {
            CypherNode value = item.child("Expression").orElse(item);
            String name = item.child("Variable").map(Conditions::name).orElse(value.text());
            String plain = name.replace("`", "");
            if (scope.names().contains(Conditions.name(value))) {
                next.rename(Conditions.name(value), plain, scope);
            } else {
                next.set(plain, scope.of(value));
            }
        });
        clause.child("WhereClause")
                .flatMap(where -> where.child("Expression"))
                .ifPresent(condition -> next.filter(condition, List.of()));
        return next;
    }

    private static void named(CypherNode clause, QueryScope scope, Optional<CypherNode> value) {
        clause.child("Variable")
                .map(Conditions::name)
                .ifPresent(name -> scope.set(name, value.map(scope::of).orElse(Origin.OWN)));
    }

    private void forEach(CypherNode clause, QueryScope scope) {
        QueryScope inside = scope.copy();
        named(clause, inside, clause.child("Expression"));
        clauses(clause, inside);
    }

    private void subquery(CypherNode clause, QueryScope scope) {
        Optional<CypherNode> imports = clause.child("SubqueryScope");
        Set<String> visible = new HashSet<>(scope.names());
        if (imports.isPresent() && !imports.get().hasWord("*")) {
            visible.retainAll(Conditions.variables(imports.get(), visible));
        } else if (imports.isEmpty()
                && clause.all("Clause")
                        .findFirst()
                        .filter(first -> first.has("WithClause"))
                        .isEmpty()) {
            visible.clear();
        }
        for (CypherNode child : clause.children()) {
            if (!child.type().isEmpty()
                    && !child.is("SubqueryScope")
                    && !child.is("SubqueryInTransactionsParameters")) {
                scope.addAll(query(child, scope.only(visible)));
            }
        }
    }

    private void delete(CypherNode clause, QueryScope scope) {
        effects.note();
        Origin origin = clause.children().stream()
                .filter(child -> child.is("Expression"))
                .map(scope::of)
                .reduce(Origin.OWN, Origin::or);
        if (origin == Origin.OWN) {
            return; // It deletes what it has made itself.
        }
        effects.irreversible();
        String what = String.join(" ", clause.words());
        if (origin == Origin.ALL) {
            effects.destroys(CypherRule.CY01, what);
            return;
        }
        effects.atLeast(RiskClass.YELLOW);
        if (!clause.hasWord("DETACH")) {
            effects.find(CypherRule.CY03, what, Severity.INFO, RiskClass.YELLOW);
        }
    }

    /** SET and REMOVE, item by item; the first variable of an item is what it changes. */
    private void change(CypherNode clause, QueryScope scope) {
        effects.note();
        Origin origin = clause.children().stream()
                .filter(child -> !child.type().isEmpty())
                .flatMap(item -> item.all("Variable").findFirst().stream())
                .map(scope::of)
                .reduce(Origin.OWN, Origin::or);
        if (origin == Origin.OWN) {
            return;
        }
        effects.irreversible();
        if (origin == Origin.ALL) {
            effects.destroys(CypherRule.CY02, String.join(" ", clause.words()));
        } else {
            effects.atLeast(RiskClass.YELLOW);
        }
    }
}
