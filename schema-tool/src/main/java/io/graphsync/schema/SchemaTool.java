package io.graphsync.schema;

import io.graphsync.schema.config.Settings;
import io.graphsync.schema.failure.FailureKind;
import io.graphsync.schema.failure.MigrateException;
import io.graphsync.schema.file.MigrationFile;
import io.graphsync.schema.file.MigrationSource;
import io.graphsync.schema.file.Store;
import io.graphsync.schema.parse.ParsedFile;
import io.graphsync.schema.parse.Refusal;
import io.graphsync.schema.parse.StatementReader;
import io.graphsync.schema.plan.Plan;
import io.graphsync.schema.plan.PlannedFile;
import io.graphsync.schema.plan.Planner;
import io.graphsync.schema.plan.TargetState;
import io.graphsync.schema.report.Report;
import io.graphsync.schema.target.FileResult;
import io.graphsync.schema.target.GraphStore;
import io.graphsync.schema.target.MigrationStore;
import io.graphsync.schema.target.PgStore;
import io.graphsync.schema.target.RunContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Plans and applies migrations of the stores that the settings name.
 *
 * <p>Every method connects, works and disconnects. What could be found out is in the report, also after a failure half-way;
 * failures before anything was found out are {@link MigrateException}s. Not thread-safe; {@link RunOptions#cancellation}
 * stops a method from another thread.
 */
public final class SchemaTool {
    private final Settings settings;
    private final MigrationSource source;
    private final RunOptions options;
    private final StatementReader reader = new StatementReader();

    public SchemaTool(Settings settings, MigrationSource source, RunOptions options) {
        this.settings = settings;
        this.source = source;
        this.options = options;
    }

    /** What an apply would do, statement by statement; writes nothing. */
    public Report plan() {
        try (Stores stores = open()) {
            List<TargetState> states = stores.states();
            Plan plan = withStatements(decide(states));
            return check(report(Report.Command.PLAN, states, plan, Map.of()));
        }
    }

    /** Where every file stands; writes nothing, and reads no statements. */
    public Report status() {
        try (Stores stores = open()) {
            List<TargetState> states = stores.states();
            return check(report(Report.Command.STATUS, states, decide(states), Map.of()));
        }
    }

    /** Applies what is pending, file by file, and stops at the first failure. */
    public Report apply() {
        try (Stores stores = open()) {
            settings.gate().passApply(stores.states());
            stores.open.forEach(MigrationStore::lock);
            // Another run may have worked until now: what counts is what the stores say under the lock.
            List<TargetState> states = stores.states();
            settings.gate().passApply(states);
            Plan plan = withStatements(decide(states));
            if (!plan.wrong().isEmpty()) {
                return check(report(Report.Command.APPLY, states, plan, Map.of()));
            }
            stores.open.forEach(store -> store.prepare(settings.gate().environment()));
            return run(stores, states, plan);
        }
    }

    private Report run(Stores stores, List<TargetState> states, Plan plan) {
        Map<String, Duration> appliedNow = new LinkedHashMap<>();
        Optional<MigrateException> failure = Optional.empty();
        for (PlannedFile file : plan.toRun()) {
            try {
                options.cancellation().check();
                FileResult result = stores.of(file.ref().store()).apply(file);
                appliedNow.put(file.path(), result.duration());
                options.progress()
                        .say(file.path() + ": applied, " + result.statements() + " statements in "
                                + result.duration().toMillis() + " ms");
            } catch (MigrateException e) {
                failure = Optional.of(e);
                break;
            }
        }
        Optional<MigrateException> end = failure;
        List<TargetState> after =
                end.isPresent() && end.get().kind() == FailureKind.UNREACHABLE ? states : stores.states();
        Report report = report(Report.Command.APPLY, after, decide(after), appliedNow);
        return end.map(e -> report.endingWith(e.kind(), e.text())).orElse(report);
    }

    private Plan decide(List<TargetState> states) {
        return new Planner(options.outOfOrder()).plan(source.read(settings.stores()), states);
    }

    private Plan withStatements(Plan plan) {
        List<PlannedFile> files = new ArrayList<>();
        List<Refusal> refusals = new ArrayList<>();
        boolean sql = false;
        for (PlannedFile file : plan.files()) {
            if (file.state().runs() && file.file().isPresent()) {
                MigrationFile content = file.file().get();
                ParsedFile parsed = source.isPackaged() ? reader.readPackaged(content) : reader.read(content);
                refusals.addAll(parsed.refusals());
                sql |= content.store() == Store.PG && !source.isPackaged();
                files.add(Planner.withStatements(file, parsed.statements()));
            } else {
                files.add(file);
            }
        }
        if (!refusals.isEmpty()) {
            throw new MigrateException(
                    FailureKind.CONFIGURATION,
                    String.join("\n", refusals.stream().map(Refusal::toString).toList()));
        }
        List<String> notes = new ArrayList<>(plan.notes());
        if (sql && !reader.checksGrammar()) {
            notes.add(
                    "this build came without PostgreSQL's grammar (npm was missing), so SQL was checked by its tokens only");
        }
        return new Plan(files, notes);
    }

    private Report report(
            Report.Command command, List<TargetState> states, Plan plan, Map<String, Duration> appliedNow) {
        List<String> notes = new ArrayList<>(plan.notes());
        states.forEach(state -> settings.gate().disagreement(state).ifPresent(notes::add));
        return new Report(
                command, settings.gate().environment(), states, plan.files(), appliedNow, notes, Optional.empty());
    }

    private static Report check(Report report) {
        List<String> wrong = report.files().stream()
                .filter(file -> file.state().wrong())
                .map(file -> file.path() + " (" + file.state().word() + ")")
                .toList();
        return wrong.isEmpty()
                ? report
                : report.endingWith(
                        FailureKind.FOUND,
                        "The history and the files disagree, so nothing is applied: " + String.join(", ", wrong));
    }

    private Stores open() {
        return new Stores(
                settings,
                new RunContext(
                        options.limits(),
                        settings.variables(),
                        options.progress(),
                        options.cancellation(),
                        ToolVersion.get()));
    }

    /** The stores of one run, opened together and closed together. */
    private static final class Stores implements AutoCloseable {
        private final List<MigrationStore> open = new ArrayList<>();
        private final List<Store> kinds = new ArrayList<>();

        Stores(Settings settings, RunContext context) {
            try {
                settings.postgres().ifPresent(target -> {
                    open.add(new PgStore(target, context));
                    kinds.add(Store.PG);
                });
                settings.neo4j().ifPresent(target -> {
                    open.add(new GraphStore(target, context));
                    kinds.add(Store.NEO4J);
                });
            } catch (MigrateException e) {
                close();
                throw e;
            }
        }

        List<TargetState> states() {
            return open.stream().map(MigrationStore::state).toList();
        }

        MigrationStore of(Store kind) {
            return open.get(kinds.indexOf(kind));
        }

        @Override
        public void close() {
            open.reversed().forEach(MigrationStore::close);
        }
    }
}
