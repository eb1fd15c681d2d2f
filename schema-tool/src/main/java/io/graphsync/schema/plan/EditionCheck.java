package io.graphsync.schema.plan;

import io.graphsync.schema.file.Store;
import io.graphsync.schema.parse.CypherManner;
import io.graphsync.schema.parse.CypherStatement;
import io.graphsync.schema.parse.Refusal;
import io.graphsync.schema.parse.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds constraints that the Community edition of Neo4j does not offer, before anything of a run is done. Pure. */
public final class EditionCheck {
    private static final Set<String> ENTERPRISE = Set.of("KEY", "PROPERTY_EXISTENCE", "PROPERTY_TYPE");

    private EditionCheck() {}

    /** The statements that would run and that the server is sure to refuse. */
    public static List<Refusal> refusals(Plan plan, List<TargetState> states) {
        List<Refusal> refusals = new ArrayList<>();
        boolean community =
                states.stream().anyMatch(state -> state.store() == Store.NEO4J && isCommunity(state.server()));
        if (community) {
            for (PlannedFile file : plan.toRun()) {
                file.statements().forEach(statement -> check(file, statement, refusals));
            }
        }
        return refusals;
    }

    private static boolean isCommunity(String server) {
        return server.endsWith(" community");
    }

    private static void check(PlannedFile file, Statement statement, List<Refusal> refusals) {
        enterprise(statement)
                .ifPresent(what -> refusals.add(new Refusal(
                        file.path(),
                        statement.line(),
                        statement.column(),
                        "this server is Neo4j Community, and " + what
                                + " needs Enterprise; of constraints, Community offers uniqueness alone")));
    }

    /** The constraint of the Enterprise edition that a statement creates, in words. */
    public static Optional<String> enterprise(Statement statement) {
        return statement instanceof CypherStatement cypher
                        && cypher.manner() instanceof CypherManner.Create create
                        && create.constraint()
                        && ENTERPRISE.contains(create.kind())
                ? Optional.of(create.description())
                : Optional.empty();
    }
}
