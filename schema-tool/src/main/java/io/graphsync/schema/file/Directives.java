package io.graphsync.schema.file;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the first comment lines of a file ask of the runner.
 *
 * @param transactional false if the file's statements cannot share one transaction
 * @param extensions server extensions without which the file is held back
 * @param allowed rules that the file breaks on purpose, with the reasons given
 * @param timeout the longest time one statement of this file may take, if it is not the default
 * @param dependsOn files that must be applied before this one
 * @param optionalVariables variables that may be unset, with what they are then; where nothing is given, statements that
 *     use the variable are left out
 */
public record Directives(
        boolean transactional,
        Set<String> extensions,
        List<Allowance> allowed,
        Optional<Duration> timeout,
        Set<FileRef> dependsOn,
        Map<String, Optional<String>> optionalVariables) {

    /** A rule that a file breaks on purpose. */
    public record Allowance(String rule, String reason) {}

    public Directives {
        extensions = Set.copyOf(extensions);
        allowed = List.copyOf(allowed);
        dependsOn = Set.copyOf(dependsOn);
        optionalVariables = Map.copyOf(optionalVariables);
    }
}
