package io.graphsync.stack.local;

import io.graphsync.stack.StackException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Signals to processes and all their descendants. */
final class Signals {
    private Signals() {}

    static void stop(List<Long> pids) {
        send("STOP", pids);
    }

    static void proceed(List<Long> pids) {
        send("CONT", pids);
    }

    static void kill(List<Long> pids) {
        send("KILL", pids);
    }

    /** The process and its descendants, as far as they live. */
    static List<Long> familyOf(long pid) {
        return ProcessHandle.of(pid)
                .map(handle -> Stream.concat(Stream.of(handle), handle.descendants())
                        .map(ProcessHandle::pid)
                        .toList())
                .orElse(List.of());
    }

    /** Waits until the processes have ended; false where one of them still lives after that time. */
    static boolean awaitEnd(List<ProcessStamp> processes, long timeoutMillis) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        while (processes.stream().anyMatch(ProcessStamp::isAlive)) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    private static void send(String signal, List<Long> pids) {
        if (pids.isEmpty()) {
            return;
        }
        var command = new ArrayList<>(List.of("/bin/sh", "-c", "kill -" + signal + " \"$@\" 2>/dev/null", "sh"));
        pids.forEach(pid -> command.add(Long.toString(pid)));
        try {
            new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new StackException("Cannot send " + signal + " to " + pids, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
