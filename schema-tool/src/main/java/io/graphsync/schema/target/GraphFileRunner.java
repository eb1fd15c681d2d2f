package io.graphsync.schema.target;

import io.graphsync.schema.failure.FailureKind;
import io.graphsync.schema.failure.MigrateException;
import io.graphsync.schema.file.MigrationFile;
import io.graphsync.schema.parse.CypherManner;
import io.graphsync.schema.parse.CypherStatement;
import io.graphsync.schema.plan.DoneDigest;
import io.graphsync.schema.plan.FileState;
import io.graphsync.schema.plan.PlannedFile;
import java.time.Duration;
import java.util.List;
import org.neo4j.driver.exceptions.Neo4jException;

/** Applies one file to Neo4j, a statement at a time, and looks whether the schema then is what was asked for. */
final class GraphFileRunner {
    private final GraphSession session;
    private final GraphHistory history;
    private final GraphLease lease;
    private final RunContext context;
    private final GraphSchemaCheck schema;
    private final GraphWatch watch;

    GraphFileRunner(GraphSession session, GraphHistory history, GraphLease lease, RunContext context) {
        this.session = session;
        this.history = history;
        this.lease = lease;
        this.context = context;
        schema = new GraphSchemaCheck(session);
        watch = new GraphWatch(session, context);
    }

    FileResult run(PlannedFile planned) {
        MigrationFile file = planned.file().orElseThrow();
        List<CypherStatement> statements =
                planned.statements().stream().map(CypherStatement.class::cast).toList();
        long start = System.nanoTime();
        int from = planned.state() instanceof FileState.HalfDone half ? half.statementsDone() : 0;
        int started =
                history.start(file, statements.size(), from, DoneDigest.of(statements, from), context.toolVersion());
        for (int i = from; i < statements.size(); i++) {
            context.cancellation().check();
            lease.check();
            context.say(at(file, statements, i) + ": " + statements.get(i).summary(80));
            runOne(file, statements, i, started > i);
        }
        history.finish(file, Duration.ofNanos(System.nanoTime() - start));
        return new FileResult(statements.size() - from, Duration.ofNanos(System.nanoTime() - start));
    }

    private void runOne(MigrationFile file, List<CypherStatement> statements, int i, boolean endUnknown) {
        try {
            GraphRetry.run(context, at(file, statements, i), () -> attempt(file, statements, i, endUnknown));
        } catch (Neo4jException e) {
            if (!GraphErrors.isConnection(e)) {
                // It failed for certain, and may be edited into another one.
                history.markStarted(file, i);
            }
            throw failure(file, statements, i, GraphErrors.message(e), e);
        } catch (GraphSchemaCheck.Mismatch e) {
            history.markStarted(file, i);
            throw failure(file, statements, i, e.text(), e);
        } catch (GraphWatch.GaveWay e) {
            history.markStarted(file, i);
            throw failure(file, statements, i, "gave way to " + e.blocker() + ", which did not end in time", e);
        }
    }

    private void attempt(MigrationFile file, List<CypherStatement> statements, int i, boolean endUnknown) {
        CypherStatement statement = statements.get(i);
        String digest = DoneDigest.of(statements, i + 1);
        switch (statement.manner()) {
            case CypherManner.Data ignored ->
                session.inTransaction(timeout(file), transaction -> {
                    transaction.run(statement.text()).consume();
                    history.markDone(transaction, file, i + 1, digest);
                    return i;
                });
            case CypherManner.Batched ignored -> {
                history.markStarted(file, i + 1);
                session.runAutoCommit(statement.text());
                history.markDone(file, i + 1, digest);
            }
            // A command of the schema can't be recorded in its own transaction.
            case CypherManner.Schema ignored -> {
                change(file, statements, i, endUnknown);
                history.markDone(file, i + 1, digest);
            }
            case CypherManner.Create create -> {
                create(file, statements, i, create, endUnknown);
                history.markDone(file, i + 1, digest);
            }
        }
    }

    private void create(
            MigrationFile file,
            List<CypherStatement> statements,
            int i,
            CypherManner.Create create,
            boolean endUnknown) {
        schema.requireNoDuplicates(create, timeout(file));
        for (String index : schema.dropFailed(create)) {
            context.say(at(file, statements, i) + ": dropped the index " + index + ", which a failed build left");
        }
        change(file, statements, i, endUnknown);
        if (!create.constraint()) {
            schema.awaitOnline(timeout(file));
        }
        schema.requireAsAsked(create);
    }

    private void change(MigrationFile file, List<CypherStatement> statements, int i, boolean endUnknown) {
        history.markStarted(file, i + 1);
        try {
            watch.run(statements.get(i).text(), timeout(file), at(file, statements, i));
        } catch (Neo4jException e) {
            if (!endUnknown || !GraphErrors.saysItIsDone(e)) {
                throw e;
            }
            context.say(at(file, statements, i) + ": was done before the last run was cut off");
        }
    }

    private static String at(MigrationFile file, List<CypherStatement> statements, int i) {
        return file.path() + " " + (i + 1) + "/" + statements.size();
    }

    private Duration timeout(MigrationFile file) {
        return file.directives().timeout().orElse(context.limits().statementTimeout());
    }

    private static MigrateException failure(
            MigrationFile file, List<CypherStatement> statements, int i, String message, Exception cause) {
        CypherStatement statement = statements.get(i);
        return new MigrateException(
                FailureKind.HALFWAY,
                file.path() + ":" + statement.line() + ":" + statement.column() + ": " + message + ". "
                        + (i == 0 ? "None" : "The first " + i) + " of its " + statements.size() + " statements "
                        + (i == 1 ? "is" : "are") + " applied, and files before it are. Mend the cause and run the same"
                        + " command again; it goes on from there.",
                cause);
    }
}
