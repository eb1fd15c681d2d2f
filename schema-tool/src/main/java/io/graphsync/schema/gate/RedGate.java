package io.graphsync.schema.gate;

import io.graphsync.schema.failure.FailureKind;
import io.graphsync.schema.failure.MigrateException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Decides whether red statements may run. Pure. */
public final class RedGate {
    private RedGate() {}

    /**
     * Returns the approval under which a proposal runs; empty if it needs none: nothing of it is red, or it is not for
     * production.
     *
     * @throws MigrateException if it needs one and has none that fits; nothing was changed then
     */
    public static Optional<Approval> pass(Proposal proposal, Permission permission, Instant now) {
        List<RedStatement> red = proposal.red();
        if (red.isEmpty() || !proposal.environment().equals(Gate.PRODUCTION)) {
            return Optional.empty();
        }
        if (!permission.overrideDestructive() || permission.token().isEmpty()) {
            throw refused(missing(permission), red);
        }
        ApprovalKey key = permission
                .key()
                .orElseThrow(() -> refused(
                        "MIGRATE_APPROVAL_KEY is not set, nor is MIGRATE_APPROVAL_KEY_FILE, so the token can't be checked",
                        red));
        Approval approval = key.read(permission.token().get());
        Optional<String> objection =
                approval.objection(proposal.digest(), proposal.fingerprint(), proposal.environment(), now);
        if (objection.isPresent()) {
            throw refused("the approval token does not fit: " + objection.get(), red);
        }
        return Optional.of(approval);
    }

    private static String missing(Permission permission) {
        if (permission.overrideDestructive()) {
            return "--override-destructive needs an --approval-token beside it";
        }
        return permission.token().isPresent()
                ? "an approval token needs --override-destructive beside it"
                : "they need --override-destructive and an --approval-token";
    }

    private static MigrateException refused(String why, List<RedStatement> red) {
        return new MigrateException(
                FailureKind.REFUSED,
                "Red statements do not run in production like that: " + why + ".\n  "
                        + String.join("\n  ", RedStatement.texts(red))
                        + "\nHave them approved: 'migrate plan --out plan.json', then, by whoever holds the key,"
                        + " 'migrate approve plan.json', then 'migrate apply --plan-file plan.json --override-destructive"
                        + " --approval-token TOKEN'. Nothing was changed.");
    }
}
