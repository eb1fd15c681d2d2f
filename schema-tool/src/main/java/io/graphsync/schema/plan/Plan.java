package io.graphsync.schema.plan;

import java.util.List;

/**
 * What a run would do, in order.
 *
 * @param files every file that is on disk or in a history, in the order in which they run
 * @param notes what a person should know though it stops nothing
 */
public record Plan(List<PlannedFile> files, List<String> notes) {
    public Plan {
        files = List.copyOf(files);
        notes = List.copyOf(notes);
    }

    /** The files that a run would apply. */
    public List<PlannedFile> toRun() {
        return files.stream().filter(file -> file.state().runs()).toList();
    }

    /** The files that make a check fail. */
    public List<PlannedFile> wrong() {
        return files.stream().filter(file -> file.state().wrong()).toList();
    }
}
