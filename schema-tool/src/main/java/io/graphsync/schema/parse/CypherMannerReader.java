package io.graphsync.schema.parse;

import java.util.List;
import java.util.Optional;

/** Tells from a statement's tree how it has to be run, and refuses what a file must not contain. */
final class CypherMannerReader {
    private Optional<String> refusal = Optional.empty();

    /** Why the statement that was read must not be run, if there is a reason. */
    Optional<String> refusal() {
        return refusal;
    }

    CypherManner read(CypherNode statement) {
        refuse(
                statement.has("UseClause"),
                "USE would run the statement on another database than the one this run is for");
        refuse(
                statement.has("PeriodicCommitQueryHintFailure"),
                "USING PERIODIC COMMIT was removed in Neo4j 5; write CALL { … } IN TRANSACTIONS");
        refuse(
                statement.all("DropIndex").anyMatch(drop -> drop.hasWord("ON")),
                "DROP INDEX ON :Label(property) was removed in Neo4j 5; name the index");
        Optional<CypherNode> command = statement.child("Command");
        if (command.isPresent()) {
            return command.get().child("CreateCommand").map(this::create).orElseGet(CypherManner.Schema::new);
        }
        return statement.has("SubqueryInTransactionsParameters") ? new CypherManner.Batched() : new CypherManner.Data();
    }

    private void refuse(boolean holds, String reason) {
        if (holds) {
            refusal = Optional.of(reason);
        }
    }

    private CypherManner create(CypherNode command) {
        Optional<CypherNode> constraint = command.child("CreateConstraint");
        if (constraint.isPresent()) {
            return constraint(constraint.get());
        }
        return command.child("CreateIndex").map(this::index).orElseGet(CypherManner.Schema::new);
    }

    private CypherManner constraint(CypherNode create) {
        refuse(
                create.hasWord("ON") || create.has("ConstraintExists"),
                "CREATE CONSTRAINT ON … ASSERT was removed in Neo4j 5; write FOR … REQUIRE …");
        String kind = create.has("ConstraintIsUnique")
                ? "UNIQUENESS"
                : create.has("ConstraintKey")
                        ? "KEY"
                        : create.has("ConstraintTyped") ? "PROPERTY_TYPE" : "PROPERTY_EXISTENCE";
        return new CypherManner.Create(
                true,
                name(create),
                create.hasWord("IF"),
                kind,
                entity(create),
                labels(create),
                properties(create.all("PropertyList").findFirst()));
    }

    private CypherManner index(CypherNode create) {
        refuse(
                create.has("OldCreateIndex") || create.hasWord("BTREE"),
                "this form of CREATE INDEX was removed in Neo4j 5; write FOR (n:Label) ON (n.property)");
        Optional<CypherNode> fulltext = create.child("CreateFulltextIndex");
        if (fulltext.isPresent()) {
            return fulltext(fulltext.get());
        }
        Optional<CypherNode> plain = create.child("CreateIndex_");
        if (plain.isEmpty()) {
            return new CypherManner.Schema();
        }
        CypherNode index = plain.get();
        return new CypherManner.Create(
                false,
                name(index),
                index.hasWord("IF"),
                indexKind(create),
                entity(index),
                labels(index),
                properties(index.child("PropertyList")));
    }

    private static String indexKind(CypherNode create) {
        return List.of("TEXT", "POINT", "VECTOR").stream()
                .filter(create::hasWord)
                .findFirst()
                .orElse("RANGE");
    }

    private static CypherManner fulltext(CypherNode index) {
        Optional<CypherNode> node = index.child("FulltextNodePattern");
        return new CypherManner.Create(
                false,
                name(index),
                index.hasWord("IF"),
                "FULLTEXT",
                node.isPresent() ? "NODE" : "RELATIONSHIP",
                node.or(() -> index.child("FulltextRelPattern")).stream()
                        .flatMap(pattern -> pattern.children().stream())
                        .filter(child -> child.is("SymbolicNameString"))
                        .map(CypherMannerReader::text)
                        .toList(),
                properties(index.child("EnclosedPropertyList")));
    }

    private static Optional<String> name(CypherNode create) {
        return create.child("CommandNameExpression")
                .flatMap(name -> name.child("SymbolicNameString"))
                .map(CypherMannerReader::text);
    }

    private static String entity(CypherNode create) {
        return create.child("CommandNodePattern").isPresent() ? "NODE" : "RELATIONSHIP";
    }

    private static List<String> labels(CypherNode create) {
        return create
                .child("CommandNodePattern")
                .flatMap(pattern -> pattern.child("LabelType"))
                .or(() -> create.child("CommandRelPattern").flatMap(pattern -> pattern.child("RelType")))
                .flatMap(label -> label.child("SymbolicNameString"))
                .map(CypherMannerReader::text)
                .stream()
                .toList();
    }

    private static List<String> properties(Optional<CypherNode> list) {
        return list.stream()
                .flatMap(properties -> properties.all("PropertyKeyName"))
                .map(CypherMannerReader::text)
                .toList();
    }

    private static String text(CypherNode name) {
        String raw = name.text();
        return raw.startsWith("`") && raw.endsWith("`") && raw.length() > 1
                ? raw.substring(1, raw.length() - 1).replace("``", "`")
                : raw;
    }
}
