package io.graphsync.sink.verify;

import io.graphsync.sink.failure.GraphFailure;
import io.graphsync.sink.verify.Difference.Subject;
import io.graphsync.sink.write.GraphEditor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Takes away what no event can, because no row names it: nodes that nothing refers to or that have no id of ours, and
 * relationships that are there more than once. Each node is locked and looked at again before it goes, so that a sink which is
 * about to use it wins.
 */
final class Sweep {
    private static final int BATCH = 500;

    private static final String NODE = """
            UNWIND $keys AS key
            CALL (key) {
              MATCH (n:%1$s {%2$s: key}) RETURN n
              UNION
              MATCH (n:%1$s) WHERE elementId(n) = key RETURN n
            }
            SET n:%1$s
            WITH n WHERE %3$s
            WITH collect(n) AS gone
            FOREACH (n IN gone | DETACH DELETE n)
            RETURN size(gone) AS removed
            """;
    private static final String PAIR = """
            UNWIND $keys AS key
            MATCH (t:Topic)-[r:HAS_SUBTOPIC]->(s:SubTopic)
            WHERE coalesce(t.name, '') + ' > ' + coalesce(s.name, '') = key
            SET t:Topic, s:SubTopic
            WITH t, s, collect(r) AS found
            WITH s, CASE WHEN EXISTS { ()-[:HAS_TOPIC {topic: t.name, sub_topic: s.name}]->() } THEN tail(found) ELSE found END AS gone
            FOREACH (r IN gone | DELETE r)
            WITH collect(s) AS subs, sum(size(gone)) AS removed
            CALL (subs) {
              UNWIND subs AS s
              WITH s WHERE NOT EXISTS { (s)<-[:HAS_SUBTOPIC]-() }
              DETACH DELETE s
            }
            RETURN removed
            """;
    private static final String TWIN = """
            UNWIND $keys AS key
            MATCH (n:%1$s {id: key})%2$s(other)
            SET n:%1$s
            WITH n, other, collect(r) AS found
            WITH tail(found) AS gone
            FOREACH (r IN gone | DELETE r)
            RETURN sum(size(gone)) AS removed
            """;
    private static final String FOREIGN_FEEDBACK = """
            UNWIND $keys AS key
            MATCH (n:Message)<-[r:GAVE_FEEDBACK]-(u:User)
            WHERE n.id = key[0] AND u.id = key[1]
            WITH collect(r) AS gone
            FOREACH (r IN gone | DELETE r)
            RETURN size(gone) AS removed
            """;

    private static final Map<Subject, String> ODD = odd();

    private final GraphEditor graph;

    Sweep(GraphEditor graph) {
        this.graph = graph;
    }

    private static Map<Subject, String> odd() {
        Map<Subject, String> statements = new EnumMap<>(Subject.class);
        Oddity.NODES.forEach(rule ->
                statements.put(rule.subject(), NODE.formatted(rule.label(), rule.property(), rule.condition())));
        statements.put(Subject.HAS_SUBTOPIC, PAIR);
        return statements;
    }

    /** Removes relationships of elements that differ and are there more than once; one of each stays. */
    long twins(Collection<Mend> mends) throws GraphFailure, InterruptedException {
        long removed = 0;
        List<String> conversations = ids(mends, mend -> mend.subject() == Subject.CONVERSATION);
        List<String> messages = ids(mends, mend -> mend.subject() != Subject.CONVERSATION);
        removed += run(TWIN.formatted("Conversation", "<-[r:OWNS]-"), conversations);
        removed += run(TWIN.formatted("Conversation", "-[r:HAS_TOPIC]->"), conversations);
        removed += run(TWIN.formatted("Message", "<-[r:HAS_MESSAGE]-"), messages);
        removed += run(TWIN.formatted("Message", "<-[r:GAVE_FEEDBACK]-"), messages);
        return removed;
    }

    /** Removes elements whose ids are none of ours, so that no event can name them. */
    long foreign(Collection<Mend> mends) throws GraphFailure, InterruptedException {
        List<Mend> foreign =
                mends.stream().filter(mend -> !mend.hasRow() && !mend.isOurs()).toList();
        long removed = run(
                NODE.formatted("Conversation", "id", "true"),
                ids(foreign, mend -> mend.subject() == Subject.CONVERSATION));
        removed +=
                run(NODE.formatted("Message", "id", "true"), ids(foreign, mend -> mend.subject() == Subject.MESSAGE));
        removed += run(
                FOREIGN_FEEDBACK,
                foreign.stream()
                        .filter(mend -> mend.subject() == Subject.FEEDBACK)
                        .map(mend -> List.of(mend.id(), mend.user()))
                        .toList());
        return removed;
    }

    /** Removes what the graph's own rules forbid. */
    long odd(Collection<Oddity> odd) throws GraphFailure, InterruptedException {
        long removed = 0;
        for (Map.Entry<Subject, String> statement : ODD.entrySet()) {
            removed += run(
                    statement.getValue(),
                    odd.stream()
                            .filter(oddity -> oddity.subject() == statement.getKey())
                            .map(Oddity::key)
                            .distinct()
                            .toList());
        }
        return removed;
    }

    private static List<String> ids(Collection<Mend> mends, Predicate<Mend> which) {
        return mends.stream().filter(which).map(Mend::id).distinct().toList();
    }

    private long run(String cypher, List<?> keys) throws GraphFailure, InterruptedException {
        long removed = 0;
        for (int i = 0; i < keys.size(); i += BATCH) {
            List<?> some = new ArrayList<>(keys.subList(i, Math.min(keys.size(), i + BATCH)));
            removed += graph.run(cypher, Map.of("keys", some));
        }
        return removed;
    }
}
