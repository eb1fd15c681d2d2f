package io.graphsync.schema.gate;

import io.graphsync.schema.failure.FailureKind;
import io.graphsync.schema.failure.MigrateException;
import io.graphsync.schema.plan.TargetState;
import java.util.List;
import java.util.Optional;

/**
 * Which environment a run is meant for, and whether it may change it.
 *
 * @param environment production, staging or development
 * @param deployConfirmed true if DEPLOY_CONFIRM is YES
 */
public record Gate(String environment, boolean deployConfirmed) {
    public static final String PRODUCTION = "production";

    /** A gate for servers that are thrown away, as in tests and demos. */
    public static Gate development() {
        return new Gate("development", false);
    }

    public boolean production() {
        return environment.equals(PRODUCTION);
    }

    /** Refuses an apply that nobody confirmed, or that is meant for another environment than a store belongs to. */
    public void passApply(List<TargetState> states) {
        if (production() && !deployConfirmed) {
            throw new MigrateException(
                    FailureKind.REFUSED, "Applying to production needs DEPLOY_CONFIRM=YES. Nothing was changed.");
        }
        for (TargetState state : states) {
            disagreement(state).ifPresent(reason -> {
                throw new MigrateException(FailureKind.REFUSED, reason + " Nothing was changed.");
            });
        }
    }

    /** Says how a store disagrees with this gate about its environment, if it does. */
    public Optional<String> disagreement(TargetState state) {
        return state.environment()
                .filter(recorded -> !recorded.equals(environment))
                .map(recorded -> state.store().product() + " at " + state.address() + " belongs to the environment '"
                        + recorded + "', but DB_ENV says '" + environment + "'.");
    }
}
