package io.graphsync.schema.plan;

import io.graphsync.schema.failure.FailureKind;
import io.graphsync.schema.failure.MigrateException;
import io.graphsync.schema.file.FileRef;
import io.graphsync.schema.file.Store;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Orders files over both stores: by number within a store, PostgreSQL first, and never before what a file depends on. */
final class RunOrder {
    private RunOrder() {}

    /**
     * The files in the order in which they run.
     *
     * @param files ordered by store and number
     * @throws MigrateException if files wait for each other
     */
    static List<PlannedFile> of(List<PlannedFile> files) {
        Map<Store, Deque<PlannedFile>> queues = new EnumMap<>(Store.class);
        Set<FileRef> known = new HashSet<>();
        for (PlannedFile file : files) {
            queues.computeIfAbsent(file.ref().store(), store -> new ArrayDeque<>())
                    .add(file);
            known.add(file.ref());
        }
        Set<FileRef> done = new HashSet<>();
        List<PlannedFile> ordered = new ArrayList<>();
        while (ordered.size() < files.size()) {
            PlannedFile next = queues.values().stream()
                    .filter(queue -> !queue.isEmpty() && isFree(queue.getFirst(), known, done))
                    .findFirst()
                    .map(Deque::removeFirst)
                    .orElseThrow(() -> circle(queues));
            ordered.add(next);
            done.add(next.ref());
        }
        return ordered;
    }

    private static boolean isFree(PlannedFile file, Set<FileRef> known, Set<FileRef> done) {
        return file.file().stream()
                .flatMap(f -> f.directives().dependsOn().stream())
                .allMatch(dependency -> done.contains(dependency) || !known.contains(dependency));
    }

    private static MigrateException circle(Map<Store, Deque<PlannedFile>> queues) {
        List<String> waiting = queues.values().stream()
                .filter(queue -> !queue.isEmpty())
                .map(queue -> queue.getFirst().path())
                .toList();
        return new MigrateException(
                FailureKind.CONFIGURATION,
                "These files wait for each other or for a later file of their own store: " + String.join(", ", waiting)
                        + "; look at their depends-on directives");
    }
}
