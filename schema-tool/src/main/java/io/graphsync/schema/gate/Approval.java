package io.graphsync.schema.gate;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Somebody's word that a plan may be applied, once.
 *
 * @param id tells one approval from another, so that each is used once
 * @param planDigest of the plan's files and statements
 * @param fingerprint of the target, as it was when the plan was made
 * @param environment the one that it is for
 * @param expires after which it is void
 * @param by who gave it
 */
public record Approval(UUID id, String planDigest, String fingerprint, String environment, Instant expires, String by) {

    /** Why the approval is not one of this plan, target and time; empty if it is. */
    public Optional<String> objection(String digest, String target, String inEnvironment, Instant now) {
        if (!environment.equals(inEnvironment)) {
            return Optional.of("it is for the environment '" + environment + "', not for '" + inEnvironment + "'");
        }
        if (!planDigest.equals(digest)) {
            return Optional.of("it is for another plan: files or statements have changed since");
        }
        if (!fingerprint.equals(target)) {
            return Optional.of("it is for another target, or the target has changed since");
        }
        return now.isBefore(expires) ? Optional.empty() : Optional.of("it expired at " + expires);
    }
}
