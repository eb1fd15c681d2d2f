package io.graphsync.schema.review.cypher;

import io.graphsync.schema.parse.CypherNode;
import io.graphsync.schema.review.RiskClass;
import io.graphsync.schema.review.Severity;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What a query does to nodes and relationships. */
final class QueryRules {
    /** Procedures of Neo4j itself that change nothing, or what can be made again. */
    private static final Pattern HARMLESS = Pattern.compile(
            "db\\.(awaitindex(es)?|resampleindex|resampleoutdatedindexes|labels|relationshiptypes|propertykeys|ping|info"
                    + "|schema\\..*|index\\.(fulltext|vector)\\.query.*|preparefortest|stats\\..*)"
                    + "|dbms\\.(components|listconfig|info|listconnections|queryjmx|showcurrentuser)");

    private static final Set<String> COMPARISONS = Set.of("=", "<=", ">=");

    private QueryRules() {}

    static void look(CypherNode statement, CypherEffects effects) {
        boolean bounded = isBounded(statement);
        boolean finds = statement.has("MatchClause") || statement.has("CallClause");
        statement.all("DeleteClause").forEach(clause -> delete(clause, finds, bounded, effects));
        statement.all("SetClause").forEach(clause -> change(clause, finds, bounded, effects));
        statement.all("RemoveClause").forEach(clause -> change(clause, finds, bounded, effects));
        statement.all("MergeClause").forEach(clause -> merge(clause, effects));
        statement.all("CreateClause").forEach(clause -> create(clause, effects));
        statement.all("InsertClause").forEach(clause -> create(clause, effects));
        statement.all("CallClause").forEach(clause -> call(clause, effects));
        statement.all("LoadCSVClause").forEach(clause -> effects.find(CypherRule.CY19, ""));
        if (statement.has("SubqueryInTransactionsParameters")) {
            effects.find(CypherRule.CY11, "", Severity.INFO, RiskClass.YELLOW);
        }
    }

    /** Whether anything in the query picks nodes, beside their labels. */
    private static boolean isBounded(CypherNode statement) {
        boolean byProperty = statement
                .all("MatchClause")
                .anyMatch(match -> match.all("Properties").findFirst().isPresent());
        boolean byCondition = statement
                .all("WhereClause")
                .anyMatch(where -> picks(where.child("Expression").orElse(where)));
        boolean inline = statement
                .all("NodePattern")
                .flatMap(node -> node.child("Expression").stream())
                .anyMatch(QueryRules::picks);
        boolean inlineRelationship = statement
                .all("RelationshipPattern")
                .flatMap(relationship -> relationship.child("Expression").stream())
                .anyMatch(QueryRules::picks);
        return byProperty || byCondition || inline || inlineRelationship;
    }

    /** Whether a condition depends on what was found: one without a variable, or of a thing with itself, does not. */
    private static boolean picks(CypherNode condition) {
        List<CypherNode> arms = arms(condition);
        if (arms.size() > 1) {
            boolean or = condition.words().stream().anyMatch("OR"::equalsIgnoreCase);
            return or
                    ? arms.stream().allMatch(QueryRules::picks)
                    : arms.stream().anyMatch(QueryRules::picks);
        }
        return condition.has("Variable") && !isTautology(condition);
    }

    private static List<CypherNode> arms(CypherNode condition) {
        CypherNode inner = condition;
        while (inner.children().size() == 1) {
            inner = inner.children().getFirst();
        }
        if (inner.is("ParenthesizedExpression")) {
            return inner.child("Expression").map(QueryRules::arms).orElse(List.of(condition));
        }
        boolean joined = Set.of("Expression", "Expression11", "Expression10").contains(inner.type());
        return joined
                ? inner.children().stream()
                        .filter(child -> !child.type().isEmpty())
                        .toList()
                : List.of(condition);
    }

    private static boolean isTautology(CypherNode condition) {
        List<String> words = condition.words();
        int middle = words.size() / 2;
        return words.size() % 2 == 1
                && COMPARISONS.contains(words.get(middle))
                && words.subList(0, middle).equals(words.subList(middle + 1, words.size()));
    }

    private static void delete(CypherNode clause, boolean finds, boolean bounded, CypherEffects effects) {
        effects.note();
        if (!finds) {
            return; // It deletes what it has made itself.
        }
        effects.irreversible();
        boolean detach = clause.words().stream().anyMatch("DETACH"::equalsIgnoreCase);
        String what = String.join(" ", clause.words());
        if (!bounded) {
            effects.destroys(CypherRule.CY01, what);
        } else {
            effects.atLeast(RiskClass.YELLOW);
            if (!detach) {
                effects.find(CypherRule.CY03, what, Severity.INFO, RiskClass.YELLOW);
            }
        }
    }

    private static void change(CypherNode clause, boolean finds, boolean bounded, CypherEffects effects) {
        effects.note();
        if (!finds) {
            return;
        }
        effects.irreversible();
        if (bounded) {
            effects.atLeast(RiskClass.YELLOW);
        } else {
            effects.destroys(CypherRule.CY02, String.join(" ", clause.words()));
        }
    }

    private static void merge(CypherNode clause, CypherEffects effects) {
        effects.note();
        boolean path = clause.has("RelationshipPattern");
        boolean withNewNodes =
                clause.all("NodePattern").anyMatch(node -> node.has("Properties") || node.has("LabelExpression"));
        if (path && withNewNodes) {
            effects.find(CypherRule.CY17, "MERGE");
        }
        effects.atLeast(RiskClass.YELLOW);
        effects.irreversible();
    }

    private static void create(CypherNode clause, CypherEffects effects) {
        effects.note();
        effects.irreversible();
        effects.find(CypherRule.CY22, clause.words().getFirst());
    }

    private static void call(CypherNode clause, CypherEffects effects) {
        String name =
                clause.child("ProcedureName").map(CypherNode::text).orElse("").replace("`", "");
        if (!HARMLESS.matcher(name.toLowerCase(Locale.ROOT)).matches()) {
            effects.notUnderstood(CypherRule.CY12, name);
        }
    }
}
