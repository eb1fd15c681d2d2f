package io.graphsync.schema.rehearse;

import io.graphsync.schema.failure.FailureKind;
import io.graphsync.schema.failure.MigrateException;
import io.graphsync.schema.file.MigrationFile;
import io.graphsync.schema.file.Store;
import io.graphsync.schema.parse.CypherStatement;
import io.graphsync.schema.parse.ParsedFile;
import io.graphsync.schema.parse.Statement;
import io.graphsync.schema.parse.StatementReader;
import io.graphsync.schema.plan.EditionCheck;
import io.graphsync.schema.target.Neo4jTarget;
import io.graphsync.schema.target.TrialGraph;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs files on a throwaway Neo4j. It has one graph, which is emptied and built again where a copy would be needed. */
public final class GraphRehearsal implements Rehearsal {
    private final TrialGraph graph;
    private final boolean community;
    private final List<Standing> base = new ArrayList<>();

    /** What ran since {@link #beginOnBase}. */
    private final List<Statement> done = new ArrayList<>();

    /** A file of the base. */
    private record Standing(String name, List<Statement> statements) {}

    /**
     * Connects.
     *
     * @throws MigrateException if the server can't be used or is not empty, or the base is not understood
     */
    public GraphRehearsal(Neo4jTarget server, StatementReader reader, List<MigrationFile> standing) {
        for (MigrationFile file : standing) {
            ParsedFile parsed = reader.read(file);
            if (!parsed.refusals().isEmpty()) {
                throw new MigrateException(
                        FailureKind.CONFIGURATION,
                        "The base can't be understood: " + parsed.refusals().getFirst());
            }
            base.add(new Standing(file.name(), parsed.statements()));
        }
        graph = TrialGraph.open(server);
        community = graph.isCommunity();
    }

    @Override
    public Store store() {
        return Store.NEO4J;
    }

    @Override
    public void beginOnBase() {
        done.clear();
        build();
    }

    private void build() {
        graph.empty();
        for (Standing file : base) {
            firstRefused(file.statements()).ifPresent(refused -> {
                throw new MigrateException(
                        FailureKind.CONFIGURATION,
                        "The base can't be built: " + file.name() + ":"
                                + refused.getKey().line() + ": " + refused.getValue());
            });
        }
    }

    /** Runs statements until the server refuses one. */
    private Optional<Map.Entry<Statement, Observation.Refused>> firstRefused(List<Statement> statements) {
        for (Statement statement : statements) {
            Optional<Observation.Refused> error = observe(statement).error();
            if (error.isPresent()) {
                return Optional.of(Map.entry(statement, error.get()));
            }
        }
        return Optional.empty();
    }

    @Override
    public Optional<String> obstacle(MigrationFile file, List<Statement> statements) {
        return community
                ? statements.stream()
                        .flatMap(statement -> EditionCheck.enterprise(statement).stream())
                        .findFirst()
                        .map(what -> "the throwaway server is Neo4j Community, and " + what
                                + " needs Enterprise; name one of that edition with --shadow-uri")
                : Optional.empty();
    }

    @Override
    public Map<Integer, Observation> run(MigrationFile file, List<Statement> statements) {
        Map<Integer, Observation> observations = new HashMap<>();
        for (int i = 0; i < statements.size(); i++) {
            Observation seen = observe(statements.get(i));
            observations.put(i, seen);
            if (seen.error().isPresent()) {
                break;
            }
            done.add(statements.get(i));
        }
        return observations;
    }

    private Observation observe(Statement statement) {
        try {
            return Observation.ran(graph.run((CypherStatement) statement));
        } catch (TrialGraph.RefusedException e) {
            return Observation.refused(new Observation.Refused(e.code(), e.text()));
        }
    }

    @Override
    public Optional<String> takeBack(List<Statement> up, List<Statement> down) {
        Map<String, String> before = graph.catalog();
        if (firstRefused(up).isPresent()) {
            buildAgain();
            return Optional.empty();
        }
        Optional<String> complaint = firstRefused(down)
                .map(refused -> "the server refuses line " + refused.getKey().line() + ": " + refused.getValue())
                .or(() -> CatalogDifference.of(before, graph.catalog()));
        if (complaint.isPresent()) {
            buildAgain();
        }
        return complaint;
    }

    private void buildAgain() {
        build();
        firstRefused(done).ifPresent(refused -> {
            throw new IllegalStateException("ran once, and is now refused: " + refused);
        });
    }

    /** Leaves the server as empty as it was. */
    @Override
    public void close() {
        try (graph) {
            graph.empty();
        } catch (MigrateException e) {
            // The server is meant to be thrown away; the next rehearsal says what is left in it.
            return;
        }
    }
}
