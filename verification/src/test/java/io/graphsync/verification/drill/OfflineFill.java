package io.graphsync.verification.drill;

import io.graphsync.verification.chaos.stage.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The graph is made of files by Neo4j's own import, while sinks wait and applications write. */
final class OfflineFill {
    private OfflineFill() {}

    /**
     * What it took.
     *
     * @param export the rebuild that wrote the files, with the start of its process
     * @param imported Neo4j's import
     * @param toServing from the start of the rebuild until a Neo4j with all constraints serves what is in the files
     * @param caughtUp the rebuild that wrote what came meanwhile, and compared
     */
    record Filled(
            GraphsyncProcess.Ended export, Duration imported, Duration toServing, GraphsyncProcess.Ended caughtUp) {
        /** Returns how many events were read for each second of export and import. */
        double perSecond() {
            return export.json().path("job").path("progress").path("read").asLong()
                    * 1e3
                    / export.took().plus(imported).toMillis();
        }
    }

    static Filled run(Drill drill, String source) throws IOException, InterruptedException {
        Path files = Files.createTempDirectory(drill.directory(), "files-of-" + source);
        long begin = System.nanoTime();
        GraphsyncProcess.Ended export =
                drill.rebuild("start", "--from=" + source, "--offline=" + files, "--note=drill");
        drill.say("importing the files of " + source);
        Duration imported = drill.servers().neo4j().importFiles(files);
        drill.say("imported in " + imported.toSeconds() + " s");
        Credentials.migrate(drill.servers());
        Duration toServing = Duration.ofNanos(System.nanoTime() - begin);
        drill.say("served with all constraints after " + toServing.toSeconds() + " s");
        String job = export.json().path("job").path("id").asText();
        return new Filled(
                export, imported, toServing, drill.rebuild("start", "--from=topics", "--after=" + job, "--note=drill"));
    }
}
