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
     * @param toServing from the start of the rebuild until a Neo4j with all constraints serves what is in the files
     * @param caughtUp the rebuild that wrote what came meanwhile, and compared
     */
    record Filled(GraphsyncProcess.Ended export, Duration toServing, GraphsyncProcess.Ended caughtUp) {
        /** Returns how many events there were in the files for each second until they were served. */
        double perSecond() {
            return export.json().path("job").path("progress").path("read").asLong() * 1e3 / toServing.toMillis();
        }
    }

    static Filled run(Drill drill, String source) throws IOException, InterruptedException {
        Path files = Files.createTempDirectory(drill.directory(), "files-of-" + source);
        long begin = System.nanoTime();
        GraphsyncProcess.Ended export =
                drill.rebuild("start", "--from=" + source, "--offline=" + files, "--note=drill");
        drill.say("importing the files of " + source);
        drill.servers().neo4j().importFiles(files);
        drill.say("imported after " + seconds(begin) + " s");
        Credentials.migrate(drill.servers());
        Duration toServing = Duration.ofNanos(System.nanoTime() - begin);
        drill.say("served with all constraints after " + toServing.toSeconds() + " s");
        String job = export.json().path("job").path("id").asText();
        return new Filled(export, toServing, drill.rebuild("start", "--from=topics", "--after=" + job, "--note=drill"));
    }

    private static long seconds(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin).toSeconds();
    }
}
