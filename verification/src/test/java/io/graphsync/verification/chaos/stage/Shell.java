package io.graphsync.verification.chaos.stage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs short commands of the system. */
final class Shell {
    private Shell() {}

    /** What a command said, and its exit code. */
    record Result(int code, String output) {
        boolean isSuccess() {
            return code == 0;
        }
    }

    static Result run(String... command) {
        try {
            Process process = new ProcessBuilder(List.of(command))
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return new Result(process.waitFor(), output);
        } catch (IOException missing) {
            return new Result(127, String.valueOf(missing.getMessage()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new Result(130, "interrupted");
        }
    }

    /** Sends a signal, such as {@code STOP}. */
    static void signal(String name, long pid) {
        Result result = run("/bin/sh", "-c", "kill -" + name + " " + pid);
        if (!result.isSuccess()) {
            throw new IllegalStateException("SIG" + name + " to " + pid + " failed: " + result.output());
        }
    }
}
