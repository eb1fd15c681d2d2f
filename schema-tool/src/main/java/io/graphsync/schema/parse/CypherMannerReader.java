package io.graphsync.schema.parse;

import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.tree.ParseTree;
import org.jspecify.annotations.Nullable;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser;

/** Tells from a statement's tree how it has to be run, and refuses what a file must not contain. */
final class CypherMannerReader {
    private Optional<String> refusal = Optional.empty();

    /** Why the statement that was read must not be run, if there is a reason. */
    Optional<String> refusal() {
        return refusal;
    }

    CypherManner read(Cypher5Parser.StatementContext statement) {
        if (contains(statement, Cypher5Parser.UseClauseContext.class)) {
            refusal = Optional.of("USE would run the statement on another database than the one this run is for");
        }
        if (contains(statement, Cypher5Parser.PeriodicCommitQueryHintFailureContext.class)) {
            refusal = Optional.of("USING PERIODIC COMMIT was removed in Neo4j 5; write CALL { … } IN TRANSACTIONS");
        }
        first(statement, Cypher5Parser.DropIndexContext.class)
                .filter(drop -> drop.ON() != null)
                .ifPresent(drop ->
                        refusal = Optional.of("DROP INDEX ON :Label(property) was removed in Neo4j 5; name the index"));
        Cypher5Parser.CommandContext command = statement.command();
        if (command != null) {
            return command.createCommand() == null ? new CypherManner.Schema() : create(command.createCommand());
        }
        return contains(statement, Cypher5Parser.SubqueryInTransactionsParametersContext.class)
                ? new CypherManner.Batched()
                : new CypherManner.Data();
    }

    private CypherManner create(Cypher5Parser.CreateCommandContext command) {
        if (command.createConstraint() != null) {
            return constraint(command.createConstraint());
        }
        return command.createIndex() == null ? new CypherManner.Schema() : index(command.createIndex());
    }

    private CypherManner constraint(Cypher5Parser.CreateConstraintContext create) {
        Cypher5Parser.ConstraintTypeContext type = create.constraintType();
        if (create.ON() != null || contains(type, Cypher5Parser.ConstraintExistsContext.class)) {
            refusal = Optional.of("CREATE CONSTRAINT ON … ASSERT was removed in Neo4j 5; write FOR … REQUIRE …");
        }
        String kind = switch (type) {
            case Cypher5Parser.ConstraintIsUniqueContext ignored -> "UNIQUENESS";
            case Cypher5Parser.ConstraintKeyContext ignored -> "KEY";
            case Cypher5Parser.ConstraintTypedContext ignored -> "PROPERTY_TYPE";
            default -> "PROPERTY_EXISTENCE";
        };
        Optional<Cypher5Parser.PropertyListContext> properties = first(type, Cypher5Parser.PropertyListContext.class);
        return new CypherManner.Create(
                true,
                name(create.commandNameExpression()),
                create.IF() != null,
                kind,
                create.commandNodePattern() == null ? "RELATIONSHIP" : "NODE",
                label(create.commandNodePattern(), create.commandRelPattern()),
                properties.map(CypherMannerReader::properties).orElse(List.of()));
    }

    private CypherManner index(Cypher5Parser.CreateIndexContext create) {
        if (create.oldCreateIndex() != null || create.BTREE() != null) {
            refusal = Optional.of(
                    "this form of CREATE INDEX was removed in Neo4j 5; write FOR (n:Label) ON (n.property)");
        }
        if (create.createFulltextIndex() != null) {
            return fulltext(create.createFulltextIndex());
        }
        if (create.createLookupIndex() != null || create.createIndex_() == null) {
            return new CypherManner.Schema();
        }
        Cypher5Parser.CreateIndex_Context index = create.createIndex_();
        return new CypherManner.Create(
                false,
                name(index.commandNameExpression()),
                index.IF() != null,
                indexKind(create),
                index.commandNodePattern() == null ? "RELATIONSHIP" : "NODE",
                label(index.commandNodePattern(), index.commandRelPattern()),
                properties(index.propertyList()));
    }

    private static String indexKind(Cypher5Parser.CreateIndexContext create) {
        if (create.TEXT() != null) {
            return "TEXT";
        }
        if (create.POINT() != null) {
            return "POINT";
        }
        return create.VECTOR() == null ? "RANGE" : "VECTOR";
    }

    private static CypherManner fulltext(Cypher5Parser.CreateFulltextIndexContext index) {
        boolean node = index.fulltextNodePattern() != null;
        List<Cypher5Parser.SymbolicNameStringContext> labels = node
                ? index.fulltextNodePattern().symbolicNameString()
                : index.fulltextRelPattern().symbolicNameString();
        return new CypherManner.Create(
                false,
                name(index.commandNameExpression()),
                index.IF() != null,
                "FULLTEXT",
                node ? "NODE" : "RELATIONSHIP",
                labels.stream().map(CypherMannerReader::text).toList(),
                index.enclosedPropertyList().property().stream()
                        .map(CypherMannerReader::property)
                        .toList());
    }

    private static Optional<String> name(Cypher5Parser.@Nullable CommandNameExpressionContext name) {
        return name == null || name.symbolicNameString() == null
                ? Optional.empty()
                : Optional.of(text(name.symbolicNameString()));
    }

    private static List<String> label(
            Cypher5Parser.@Nullable CommandNodePatternContext node,
            Cypher5Parser.@Nullable CommandRelPatternContext relationship) {
        if (node != null) {
            return List.of(text(node.labelType().symbolicNameString()));
        }
        return relationship == null
                ? List.of()
                : List.of(text(relationship.relType().symbolicNameString()));
    }

    private static List<String> properties(Cypher5Parser.PropertyListContext list) {
        if (list.enclosedPropertyList() != null) {
            return list.enclosedPropertyList().property().stream()
                    .map(CypherMannerReader::property)
                    .toList();
        }
        return List.of(property(list.property()));
    }

    private static String property(Cypher5Parser.PropertyContext property) {
        return text(property.propertyKeyName().symbolicNameString());
    }

    private static String text(Cypher5Parser.SymbolicNameStringContext name) {
        String raw = name.getText();
        return raw.startsWith("`") && raw.endsWith("`") && raw.length() > 1
                ? raw.substring(1, raw.length() - 1).replace("``", "`")
                : raw;
    }

    private static boolean contains(ParseTree tree, Class<? extends ParseTree> wanted) {
        return first(tree, wanted).isPresent();
    }

    private static <T extends ParseTree> Optional<T> first(ParseTree tree, Class<T> wanted) {
        if (wanted.isInstance(tree)) {
            return Optional.of(wanted.cast(tree));
        }
        for (int i = 0; i < tree.getChildCount(); i++) {
            Optional<T> found = first(tree.getChild(i), wanted);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}
