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
    private final RunContext context;
    private final GraphSchemaCheck schema;

    GraphFileRunner(GraphSession session, GraphHistory history, RunContext context) {
        this.session = session;
        this.history = history;
        this.context = context;
        schema = new GraphSchemaCheck(session);
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
            CypherStatement statement = statements.get(i);
            context.say(file.path() + " " + (i + 1) + "/" + statements.size() + ": " + statement.summary(80));
            runOne(file, statements, i, started > i);
        }
        history.finish(file, Duration.ofNanos(System.nanoTime() - start));
        return new FileResult(statements.size() - from, Duration.ofNanos(System.nanoTime() - start));
    }

    private void runOne(MigrationFile file, List<CypherStatement> statements, int i, boolean endUnknown) {
        CypherStatement statement = statements.get(i);
        String digest = DoneDigest.of(statements, i + 1);
        try {
            GraphRetry.run(context, file.path(), () -> {
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
                    case CypherManner.Schema ignored -> change(file, statement, i, endUnknown);
                    case CypherManner.Create create -> {
                        schema.requireNoDuplicates(create);
                        change(file, statement, i, endUnknown);
                        if (!create.constraint()) {
                            schema.awaitOnline(timeout(file));
                        }
                        schema.requireAsAsked(create);
                    }
                }
            });
            if (changesSchema(statement.manner())) {
                history.markDone(file, i + 1, digest);
            }
        } catch (Neo4jException e) {
            throw failure(file, statements, i, GraphErrors.message(e), e);
        } catch (GraphSchemaCheck.Mismatch e) {
            throw failure(file, statements, i, e.text(), e);
        }
    }

    /** Such a statement can't be recorded in its own transaction. */
    private static boolean changesSchema(CypherManner manner) {
        return switch (manner) {
            case CypherManner.Data ignored -> false;
            case CypherManner.Batched ignored -> false;
            case CypherManner.Schema ignored -> true;
            case CypherManner.Create ignored -> true;
        };
    }

    private void change(MigrationFile file, CypherStatement statement, int i, boolean endUnknown) {
        history.markStarted(file, i + 1);
        try {
            session.inTransaction(
                    timeout(file),
                    transaction -> transaction.run(statement.text()).consume());
        } catch (Neo4jException e) {
            if (!endUnknown || !GraphErrors.saysItIsDone(e)) {
                throw e;
            }
            context.say(file.path() + ": was done before the last run was cut off");
        }
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
