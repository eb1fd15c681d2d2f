package io.graphsync.schema;

import io.graphsync.schema.config.Settings;
import io.graphsync.schema.failure.FailureKind;
import io.graphsync.schema.failure.MigrateException;
import io.graphsync.schema.file.MigrationFile;
import io.graphsync.schema.file.MigrationSource;
import io.graphsync.schema.file.Store;
import io.graphsync.schema.gate.PlanFile;
import io.graphsync.schema.gate.Proposal;
import io.graphsync.schema.gate.RecordedOverride;
import io.graphsync.schema.parse.ParsedFile;
import io.graphsync.schema.parse.Refusal;
import io.graphsync.schema.parse.StatementReader;
import io.graphsync.schema.plan.EditionCheck;
import io.graphsync.schema.plan.Plan;
import io.graphsync.schema.plan.PlannedFile;
import io.graphsync.schema.plan.Planner;
import io.graphsync.schema.plan.RollbackPlanner;
import io.graphsync.schema.plan.TargetState;
import io.graphsync.schema.report.Report;
import io.graphsync.schema.review.TableSizes;
import io.graphsync.schema.target.FileResult;
import io.graphsync.schema.target.MigrationStore;
import io.graphsync.schema.target.RunContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

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
    private final RunGates gates;

    public SchemaTool(Settings settings, MigrationSource source, RunOptions options) {
        this.settings = settings;
        this.source = source;
        this.options = options;
        this.gates = new RunGates(settings.gate().environment(), reader);
    }

    /** What an apply would do, statement by statement; writes nothing. */
    public Report plan() {
        try (Stores stores = open()) {
            List<TargetState> states = stores.states();
            Plan plan = withStatements(decide(states));
            refuse(EditionCheck.refusals(plan, states));
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

    /** How large the tables of PostgreSQL are; writes nothing. */
    public TableSizes sizes() {
        try (Stores stores = open()) {
            return stores.of(Store.PG).sizes();
        }
    }

    /** Applies what is pending, file by file, and stops at the first failure. */
    public Report apply() {
        try (Stores stores = open()) {
            List<TargetState> states = lock(stores);
            Plan plan = withStatements(decide(states));
            refuse(EditionCheck.refusals(plan, states));
            if (!plan.wrong().isEmpty()) {
                return check(report(Report.Command.APPLY, states, plan, Map.of()));
            }
            passGates(() -> gates.propose(plan, stores), stores);
            return run(Report.Command.APPLY, stores, states, plan.toRun());
        }
    }

    /** The plan as a file that somebody may approve; writes nothing to a store. */
    public PlanFile planFile() {
        try (Stores stores = open()) {
            List<TargetState> states = stores.states();
            Plan plan = withStatements(decide(states));
            refuse(EditionCheck.refusals(plan, states));
            if (!plan.wrong().isEmpty()) {
                Report report = check(report(Report.Command.PLAN, states, plan, Map.of()));
                throw new MigrateException(
                        FailureKind.FOUND, report.end().orElseThrow().message());
            }
            return file(gates.propose(plan, stores), states);
        }
    }

    /**
     * What a rollback would do, statement by statement; writes nothing.
     *
     * @param downTo see {@link RollbackPlanner#choose}
     */
    public Report planRollback(OptionalInt downTo) {
        try (Stores stores = open()) {
            List<TargetState> states = stores.states();
            Plan undo = undo(decide(states), downTo, states);
            return report(Report.Command.ROLLBACK_PLAN, states, undo, Map.of());
        }
    }

    /** The plan of a rollback as a file that somebody may approve; writes nothing to a store. */
    public PlanFile rollbackFile(OptionalInt downTo) {
        try (Stores stores = open()) {
            List<TargetState> states = stores.states();
            Plan plan = decide(states);
            return file(gates.propose(plan, undo(plan, downTo, states).files(), stores), states);
        }
    }

    /** Takes files back, the one that was applied last first, and stops at the first failure. */
    public Report rollback(OptionalInt downTo) {
        try (Stores stores = open()) {
            List<TargetState> states = lock(stores);
            Plan plan = decide(states);
            List<PlannedFile> undo = undo(plan, downTo, states).files();
            passGates(() -> gates.propose(plan, undo, stores), stores);
            return run(Report.Command.ROLLBACK, stores, states, undo);
        }
    }

    private Plan undo(Plan plan, OptionalInt downTo, List<TargetState> states) {
        List<PlannedFile> chosen = RollbackPlanner.choose(plan, downTo);
        List<MigrationFile> downs = new Rollback(source.readDown(settings.stores()), reader).of(plan, chosen);
        List<PlannedFile> undo = new ArrayList<>();
        for (int i = 0; i < chosen.size(); i++) {
            undo.add(RollbackPlanner.undo(chosen.get(i), downs.get(i), states));
        }
        Plan read = withStatements(new Plan(undo, List.of()));
        if (!read.wrong().isEmpty()) {
            throw new MigrateException(
                    FailureKind.FOUND,
                    read.wrong().getFirst().path() + " is not what was begun: its first statements were edited since");
        }
        return read;
    }

    private static PlanFile file(Proposal proposal, List<TargetState> states) {
        return proposal.file(
                states.stream()
                        .map(state -> state.server() + " at " + state.address())
                        .toList(),
                Instant.now(),
                ToolVersion.get());
    }

    /** Another run may have worked until now: what counts is what the stores say under the lock. */
    private List<TargetState> lock(Stores stores) {
        settings.gate().passApply(stores.states());
        stores.all().forEach(MigrationStore::lock);
        List<TargetState> states = stores.states();
        settings.gate().passApply(states);
        return states;
    }

    /** A review costs time, so a proposal is made only where a gate needs it. */
    private void passGates(Supplier<Proposal> proposal, Stores stores) {
        boolean gated =
                settings.gate().production() || options.permission().plan().isPresent();
        Optional<RecordedOverride> override =
                gated ? gates.pass(proposal.get(), options.permission(), stores) : Optional.empty();
        for (MigrationStore store : stores.all()) {
            store.prepare(settings.gate().environment());
            override.ifPresent(store::recordOverride);
        }
    }

    private Report run(Report.Command command, Stores stores, List<TargetState> states, List<PlannedFile> files) {
        Map<String, Duration> doneNow = new LinkedHashMap<>();
        Optional<MigrateException> failure = Optional.empty();
        for (PlannedFile file : files) {
            try {
                options.cancellation().check();
                FileResult result = stores.of(file.ref().store()).apply(file);
                doneNow.put(file.path(), result.duration());
                options.progress()
                        .say(file.path() + ": applied, " + result.statements() + " statements in "
                                + result.duration().toMillis() + " ms");
            } catch (MigrateException e) {
                failure = Optional.of(e);
                break;
            }
        }
        List<String> lookedAfter = new ArrayList<>();
        if (failure.isEmpty()) {
            failure = lookAfter(stores, lookedAfter);
        }
        Optional<MigrateException> end = failure;
        List<TargetState> after = end.isPresent() ? statesIfReachable(stores, states) : stores.states();
        Report report = report(command, after, decide(after), doneNow).noting(lookedAfter);
        return end.map(e -> report.endingWith(e.kind(), e.text())).orElse(report);
    }

    private static Optional<MigrateException> lookAfter(Stores stores, List<String> told) {
        try {
            stores.all().forEach(store -> told.addAll(store.lookAfter()));
            return Optional.empty();
        } catch (MigrateException e) {
            return Optional.of(e);
        }
    }

    /** Why a run ended is worth more than that the server is away. */
    private static List<TargetState> statesIfReachable(Stores stores, List<TargetState> before) {
        try {
            return stores.states();
        } catch (MigrateException e) {
            return before;
        }
    }

    private Plan decide(List<TargetState> states) {
        return new Planner(options.outOfOrder()).plan(source.read(settings.stores()), states);
    }

    private Plan withStatements(Plan plan) {
        List<MigrationFile> unread = plan.toRun().stream()
                .flatMap(file -> file.file().stream())
                .filter(file -> !wasAccepted(file))
                .toList();
        reader.readAhead(unread);
        List<PlannedFile> files = new ArrayList<>();
        List<Refusal> refusals = new ArrayList<>();
        for (PlannedFile file : plan.files()) {
            if (file.state().runs() && file.file().isPresent()) {
                ParsedFile parsed = read(file.file().get());
                refusals.addAll(parsed.refusals());
                files.add(Planner.withStatements(file, parsed.statements()));
            } else {
                files.add(file);
            }
        }
        refuse(refusals);
        return new Plan(files, accept(unread, plan.notes()));
    }

    private boolean wasAccepted(MigrationFile file) {
        return source.isPackaged() || options.accepted().contains(file);
    }

    private ParsedFile read(MigrationFile file) {
        return wasAccepted(file) ? reader.readAccepted(file) : reader.read(file);
    }

    /** Remembers what the grammar has accepted, or notes that there is none. */
    private List<String> accept(List<MigrationFile> files, List<String> notes) {
        List<String> all = new ArrayList<>(notes);
        List<MigrationFile> sql =
                files.stream().filter(file -> file.store() == Store.PG).toList();
        if (!sql.isEmpty() && reader.checksGrammar()) {
            options.accepted().add(sql);
        } else if (!sql.isEmpty()) {
            all.add(
                    "this build came without PostgreSQL's grammar (npm was missing), so SQL was checked by its tokens only");
        }
        return all;
    }

    private static void refuse(List<Refusal> refusals) {
        if (!refusals.isEmpty()) {
            throw new MigrateException(
                    FailureKind.CONFIGURATION,
                    String.join("\n", refusals.stream().map(Refusal::toString).toList()));
        }
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
}
