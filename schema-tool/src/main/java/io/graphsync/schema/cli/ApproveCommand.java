package io.graphsync.schema.cli;

import io.graphsync.schema.config.Settings;
import io.graphsync.schema.failure.FailureKind;
import io.graphsync.schema.failure.MigrateException;
import io.graphsync.schema.gate.Approval;
import io.graphsync.schema.gate.ApprovalKey;
import io.graphsync.schema.gate.PlanFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code migrate approve}. */
@Command(
        name = "approve",
        mixinStandardHelpOptions = true,
        description = "Print the token that lets exactly this plan run once in production.",
        footer = {
            "",
            "Needs MIGRATE_APPROVAL_KEY, or MIGRATE_APPROVAL_KEY_FILE, and no store. The token goes to standard output,",
            "what it approves to standard error."
        })
final class ApproveCommand implements Callable<Integer> {
    private static final Duration LONGEST = Duration.ofDays(7);

    @Parameters(paramLabel = "PLAN", description = "The file that 'plan --out' wrote")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path file;

    @Option(
            names = "--expires",
            paramLabel = "TIME",
            defaultValue = "1h",
            description = "How long the token is valid, at most 7d (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Duration expires;

    @Option(
            names = "--by",
            paramLabel = "NAME",
            description = "Who approves, for the history (default: the user who is logged in here)")
    private String by = System.getProperty("user.name", "unknown");

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private MigrateCli cli;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (expires.isNegative() || expires.isZero() || expires.compareTo(LONGEST) > 0) {
            throw new MigrateException(
                    FailureKind.CONFIGURATION, "--expires: a token is valid for more than nothing and at most 7d");
        }
        ApprovalKey key = Settings.secret(cli.environment(), "MIGRATE_APPROVAL_KEY")
                .map(ApprovalKey::of)
                .orElseThrow(() -> new MigrateException(
                        FailureKind.CONFIGURATION,
                        "MIGRATE_APPROVAL_KEY is not set, nor is MIGRATE_APPROVAL_KEY_FILE; make a key with:"
                                + " openssl rand -base64 48"));
        PlanFile plan = PlanFile.read(file);
        Instant end = Instant.now().plus(expires).truncatedTo(ChronoUnit.SECONDS);
        Approval approval =
                new Approval(UUID.randomUUID(), plan.digest(), plan.fingerprint(), plan.environment(), end, by);
        show(plan, approval, spec.commandLine().getErr());
        PrintWriter out = spec.commandLine().getOut();
        out.println(key.token(approval));
        out.flush();
        return 0;
    }

    private static void show(PlanFile plan, Approval approval, PrintWriter err) {
        err.println("migrate: approves, once until " + approval.expires() + ", by " + approval.by()
                + ", for the environment " + plan.environment() + ":");
        plan.targets().forEach(target -> err.println("  " + target));
        for (PlanFile.PlannedPart part : plan.files()) {
            err.println("  " + part.file() + "  " + part.riskClass() + ", "
                    + part.statements().size() + " statements");
            part.statements().stream()
                    .filter(statement -> statement.riskClass().equals("red") || statement.destructive())
                    .forEach(statement -> err.println("    line " + statement.line() + "  "
                            + (statement.destructive() ? "destructive" : "red") + "  "
                            + statement.text().strip().replaceAll("\\s+", " ")));
        }
    }
}
