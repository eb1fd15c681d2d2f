package io.graphsync.stack.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A process, told from a later one with the same id by the time it started. */
record ProcessStamp(long pid, String started) {
    /** The stamp of a living process; none where there is no such process or only its unread exit code is left. */
    static Optional<ProcessStamp> of(long pid) {
        Path stat = Path.of("/proc", Long.toString(pid), "stat");
        if (!Files.exists(Path.of("/proc/self/stat"))) {
            return ProcessHandle.of(pid)
                    .filter(ProcessHandle::isAlive)
                    .flatMap(handle -> handle.info().startInstant())
                    .map(start -> new ProcessStamp(pid, Long.toString(start.toEpochMilli())));
        }
        try {
            return parseStat(pid, Files.readString(stat));
        } catch (IOException e) {
            return Optional.empty(); // ended between two looks
        }
    }

    /** Reads a line of Linux' /proc/PID/stat: field 3 is the state, field 22 the start in ticks since boot. */
    static Optional<ProcessStamp> parseStat(long pid, String stat) {
        // Field 2, the command in parentheses, may hold blanks and parentheses itself.
        String[] fromState = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        boolean ended = fromState[0].equals("Z") || fromState[0].equals("X");
        return ended ? Optional.empty() : Optional.of(new ProcessStamp(pid, fromState[22 - 3]));
    }

    boolean isAlive() {
        return of(pid).equals(Optional.of(this));
    }

    static ProcessStamp parse(String text) {
        String[] parts = text.split(" ", -1);
        return new ProcessStamp(Long.parseLong(parts[0]), parts[1]);
    }

    @Override
    public String toString() {
        return pid + " " + started;
    }
}
