package io.graphsync.schema.plan;

import io.graphsync.schema.file.Store;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a store says about itself before a run.
 *
 * @param server its product and version, for people
 * @param address where it is, without credentials
 * @param environment the environment's name that was recorded at first contact
 * @param history the files that were run, in the order of their numbers
 * @param undoing the files whose rollback stopped half-way, by the files that take them back
 * @param extensions the extensions that the server offers
 */
public record TargetState(
        Store store,
        String server,
        String address,
        Optional<String> environment,
        List<AppliedFile> history,
        List<AppliedFile> undoing,
        Set<String> extensions) {
    public TargetState {
        history = List.copyOf(history);
        undoing = List.copyOf(undoing);
        extensions = Set.copyOf(extensions);
    }
}
