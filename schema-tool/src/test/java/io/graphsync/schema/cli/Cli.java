package io.graphsync.schema.cli;

import io.graphsync.schema.progress.Cancellation;
import io.graphsync.stack.junit.TestStack;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Runs the command line in this JVM, as a person would from a shell. */
final class Cli {
    private final Map<String, String> environment = new HashMap<>();
    private final Folder folder;

    Cli(Folder folder) {
        this.folder = folder;
    }

    /** What a command came to. */
    record Outcome(int exitCode, String out, String err) {
        String all() {
            return out + err;
        }
    }

    static Cli postgres(TestStack stack, Folder folder) {
        return new Cli(folder).set("DATABASE_URL", stack.postgres().uri(stack.database()));
    }

    Cli neo4j(TestStack stack) {
        return set("NEO4J_URI", stack.boltUri())
                .set("NEO4J_USERNAME", stack.neo4jUser())
                .set("NEO4J_PASSWORD", stack.neo4jPassword());
    }

    Cli set(String key, String value) {
        environment.put(key, value);
        return this;
    }

    Cli unset(String key) {
        environment.remove(key);
        return this;
    }

    Outcome run(String... arguments) {
        return run(new Cancellation(), arguments);
    }

    Outcome run(Cancellation cancellation, String... arguments) {
        String[] all = Stream.concat(
                        Stream.of(arguments), Stream.of("--dir", folder.path().toString()))
                .toArray(String[]::new);
        return plain(cancellation, all);
    }

    /** Without the option that names the folder. */
    Outcome plain(Cancellation cancellation, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode =
                MigrateCli.run(arguments, environment, new PrintWriter(out), new PrintWriter(err, true), cancellation);
        return new Outcome(exitCode, out.toString(), err.toString());
    }
}
