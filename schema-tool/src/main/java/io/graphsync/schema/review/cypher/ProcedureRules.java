package io.graphsync.schema.review.cypher;

import io.graphsync.schema.parse.CypherNode;
import io.graphsync.schema.parse.CypherTrees;
import io.graphsync.schema.review.cypher.QueryScope.Origin;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What procedures and functions do that a query calls. */
final class ProcedureRules {
    /** Procedures of Neo4j itself that change nothing, or what can be made again. */
    private static final Pattern HARMLESS = Pattern.compile(
            "db\\.(awaitindex(es)?|resampleindex|resampleoutdatedindexes|labels|relationshiptypes|propertykeys|ping|info"
                    + "|schema\\..*|index\\.(fulltext|vector)\\.(query.*|listavailableanalyzers|awaiteventuallyconsistentindexrefresh)"
                    + "|preparefortest|stats\\..*)"
                    + "|dbms\\.(components|listconfig|info|listconnections|queryjmx|showcurrentuser)");

    /** Namespaces of functions that run text. */
    private static final Set<String> RUN_TEXT = Set.of("apoc.cypher", "apoc.periodic", "apoc.do");

    private ProcedureRules() {}

    static void call(CypherNode clause, QueryScope scope, CypherEffects effects) {
        String name = clause.child("ProcedureName").map(Conditions::name).orElse("");
        if (!HARMLESS.matcher(name.toLowerCase(Locale.ROOT)).matches()) {
            effects.notUnderstood(CypherRule.CY12, name);
            texts(clause, effects);
        }
        clause.children().stream()
                .filter(child -> child.is("ProcedureResultItem"))
                .forEach(item -> {
                    List<CypherNode> names = item.children().stream()
                            .filter(child -> !child.type().isEmpty())
                            .toList();
                    scope.set(Conditions.name(names.getLast()), Origin.ALL);
                });
        clause.child("WhereClause")
                .flatMap(where -> where.child("Expression"))
                .ifPresent(condition -> scope.filter(condition, List.of()));
    }

    static void functions(CypherNode statement, CypherEffects effects) {
        statement.all("FunctionName").map(Conditions::name).forEach(name -> {
            int dot = name.lastIndexOf('.');
            boolean runs = dot > 0 && RUN_TEXT.contains(name.substring(0, dot).toLowerCase(Locale.ROOT));
            if (runs) {
                effects.notUnderstood(CypherRule.CY12, name);
            }
        });
    }

    /** Texts that would destroy something if they were run, as they most likely are. */
    private static void texts(CypherNode call, CypherEffects effects) {
        call.all("StringLiteral").map(CypherNode::text).forEach(quoted -> {
            String text = quoted.substring(1, quoted.length() - 1)
                    .replace("\\n", "\n")
                    .replaceAll("\\\\(.)", "$1");
            CypherEffects probe = new CypherEffects();
            CypherTrees.of(text).stream()
                    .filter(tree -> tree.child("Command").isEmpty())
                    .forEach(tree -> QueryRules.look(tree, probe));
            effects.destroysLike(probe);
        });
    }
}
