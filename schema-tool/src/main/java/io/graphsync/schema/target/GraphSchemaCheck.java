package io.graphsync.schema.target;

import io.graphsync.schema.parse.CypherManner;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.neo4j.driver.Record;

/**
 * Compares constraints and indexes with what was asked for: IF NOT EXISTS succeeds also where something else has the name,
 * or the same thing another name.
 */
final class GraphSchemaCheck {
    /** The schema is not what a statement asked for, or its data do not allow it. */
    static final class Mismatch extends RuntimeException {
        private final String text;

        Mismatch(String text) {
            super(text);
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    private final GraphSession session;

    GraphSchemaCheck(GraphSession session) {
        this.session = session;
    }

    /** Says which values stand in the way of uniqueness, instead of naming two internal ids as the server would. */
    void requireNoDuplicates(CypherManner.Create create, Duration timeout) {
        boolean unique = create.constraint()
                && (create.kind().equals("UNIQUENESS") || create.kind().equals("KEY"));
        if (!unique || create.labels().size() != 1) {
            return;
        }
        String groups = groupsOfEqualKeys(create);
        List<Record> examples = read(groups + " RETURN key, times ORDER BY times DESC LIMIT 3", timeout);
        if (!examples.isEmpty()) {
            Record count = read(groups + " RETURN count(*) AS keys, sum(times) AS entities", timeout)
                    .getFirst();
            String named = examples.stream()
                    .map(row ->
                            row.get("key").asList() + " (" + row.get("times").asLong() + " times)")
                    .collect(Collectors.joining(", "));
            throw new Mismatch(create.labels().getFirst() + "(" + String.join(", ", create.properties())
                    + ") cannot become unique: " + count.get("keys").asLong()
                    + " of its values occur more than once, on "
                    + count.get("entities").asLong() + " "
                    + (create.entity().equals("NODE") ? "nodes" : "relationships")
                    + ", for example " + named + "; merge or delete the duplicates first");
        }
    }

    private static String groupsOfEqualKeys(CypherManner.Create create) {
        String keys = create.properties().stream()
                .map(property -> "n." + quote(property))
                .collect(Collectors.joining(", "));
        String present = create.properties().stream()
                .map(property -> "n." + quote(property) + " IS NOT NULL")
                .collect(Collectors.joining(" AND "));
        String label = quote(create.labels().getFirst());
        String pattern = create.entity().equals("NODE") ? "(n:" + label + ")" : "()-[n:" + label + "]->()";
        return "MATCH " + pattern + " WHERE " + present + " WITH [" + keys
                + "] AS key, count(*) AS times WHERE times > 1";
    }

    private List<Record> read(String cypher, Duration timeout) {
        return session.inTransaction(
                timeout, transaction -> transaction.run(cypher).list());
    }

    static String quote(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    /** An index whose build failed stays there and is no use; IF NOT EXISTS would take it for the one asked for. */
    List<String> dropFailed(CypherManner.Create asked) {
        if (asked.constraint()) {
            return List.of();
        }
        List<String> failed = session
                .read(
                        "SHOW INDEXES YIELD name, type, entityType, labelsOrTypes, properties, state"
                                + " WHERE state = 'FAILED'",
                        Map.of())
                .stream()
                .filter(row -> isAsAsked(row, asked))
                .map(row -> row.get("name").asString())
                .toList();
        failed.forEach(name -> session.write("DROP INDEX " + quote(name) + " IF EXISTS", Map.of()));
        return failed;
    }

    /** An index comes back before it is filled; a constraint does not. */
    void awaitOnline(Duration timeout) {
        session.inTransaction(
                timeout.plusSeconds(5),
                transaction -> transaction
                        .run("CALL db.awaitIndexes($seconds)", Map.of("seconds", timeout.toSeconds()))
                        .consume());
    }

    void requireAsAsked(CypherManner.Create asked) {
        List<Record> there = session.read(
                asked.constraint()
                        ? "SHOW CONSTRAINTS YIELD name, type, entityType, labelsOrTypes, properties"
                        : "SHOW INDEXES YIELD name, type, entityType, labelsOrTypes, properties, state",
                Map.of());
        String what = asked.constraint() ? "constraint" : "index";
        List<Record> same = there.stream().filter(row -> isAsAsked(row, asked)).toList();
        if (asked.name().isPresent()) {
            String name = asked.name().get();
            for (Record row : there) {
                if (row.get("name").asString().equals(name) && !same.contains(row)) {
                    throw new Mismatch("the " + what + " " + name + " is there already, but as " + describe(row)
                            + " instead of " + asked.description() + "; drop it or choose another name");
                }
            }
            if (same.stream().noneMatch(row -> row.get("name").asString().equals(name))) {
                String other = same.isEmpty()
                        ? ""
                        : ", since the same exists under the name "
                                + same.getFirst().get("name").asString();
                throw new Mismatch("the " + what + " " + name + " was not created" + other
                        + "; drop that one, or use its name here");
            }
        } else if (same.isEmpty()) {
            throw new Mismatch("the " + what + " " + asked.description() + " is not there after it was created");
        }
        if (!asked.constraint()) {
            requireOnline(same);
        }
    }

    private static void requireOnline(List<Record> indexes) {
        for (Record row : indexes) {
            if (!row.get("state").asString().equals("ONLINE")) {
                throw new Mismatch("the index " + row.get("name").asString() + " is "
                        + row.get("state").asString()
                        + " instead of ONLINE; look at SHOW INDEXES YIELD name, failureMessage");
            }
        }
    }

    private static boolean isAsAsked(Record row, CypherManner.Create asked) {
        // Newer servers say NODE_PROPERTY_UNIQUENESS where older ones said UNIQUENESS.
        String type = row.get("type").asString();
        boolean sameKind = type.equals(asked.kind()) || (asked.constraint() && type.endsWith(asked.kind()));
        return sameKind
                && row.get("entityType").asString().equals(asked.entity())
                && new HashSet<>(row.get("labelsOrTypes").asList()).equals(new HashSet<Object>(asked.labels()))
                && row.get("properties").asList().equals(asked.properties());
    }

    private static String describe(Record row) {
        return row.get("type").asString() + " on "
                + row.get("labelsOrTypes").asList().stream()
                        .map(Object::toString)
                        .collect(Collectors.joining("|")) + "("
                + row.get("properties").asList().stream().map(Object::toString).collect(Collectors.joining(", ")) + ")";
    }
}
