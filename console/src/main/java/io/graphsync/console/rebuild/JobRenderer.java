package io.graphsync.console.rebuild;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graphsync.console.exit.ExitCode;
import io.graphsync.console.terminal.Output;
import io.graphsync.console.terminal.TextTable;
import io.graphsync.schema.failure.ShellWord;
import io.graphsync.sink.job.Job;
import io.graphsync.sink.job.JobState;
import io.graphsync.sink.offline.ImportFiles;
import io.graphsync.sink.rebuild.RebuildProgress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Tells of rebuilds, to a person or a program. Pure. */
final class JobRenderer {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int REFUSED_SHOWN = 5;

    private JobRenderer() {}

    /** Returns how a command that worked on a job ends. */
    static ExitCode exitCode(Job job) {
        return switch (job.state()) {
            case DONE -> differences(job) > 0 ? ExitCode.FOUND : ExitCode.DONE;
            case RUNNING, CANCELLED -> ExitCode.DONE;
            case INTERRUPTED -> ExitCode.INCOMPLETE;
        };
    }

    static String render(Job job, Output output) {
        return output == Output.TEXT
                ? text(job)
                : output.document(JSON.createObjectNode()
                        .put("format", "graphsync.rebuild/1")
                        .<ObjectNode>set("job", json(job)));
    }

    static String render(List<Job> jobs, Output output) {
        if (output != Output.TEXT) {
            ObjectNode root = JSON.createObjectNode().put("format", "graphsync.rebuild.status/1");
            ArrayNode array = root.putArray("jobs");
            jobs.forEach(job -> array.add(json(job)));
            return output.document(root);
        }
        if (jobs.isEmpty()) {
            return "there was no rebuild yet\nnext: graphsync rebuild start --from topics --note TEXT";
        }
        TextTable table = new TextTable("ID", "STATE", "FROM", "STARTED", "READ", "NOTE");
        for (Job job : jobs) {
            table.add(
                    job.id().toString(),
                    job.state().word(),
                    job.options().path("from").asText(),
                    job.startedAt().toString(),
                    read(job.progress()),
                    job.note());
        }
        return table.render() + "\n" + text(jobs.getFirst());
    }

    private static String text(Job job) {
        JsonNode progress = job.progress();
        List<String> lines = new ArrayList<>();
        lines.add("rebuild " + job.id() + " from " + job.options().path("from").asText() + " is "
                + job.state().word());
        if (job.result().has("found")) {
            swept(job.result(), lines);
        } else if (job.options().has("offline")) {
            lines.add("  read          " + read(progress));
            files(job.result().path("files"), lines);
        } else {
            lines.add("  read          " + read(progress));
            lines.add(String.format(
                    Locale.ROOT,
                    "  written       %,d, the others were covered by newer ones",
                    progress.path("written").asLong()));
        }
        if (job.state() == JobState.RUNNING) {
            lines.add("  now           " + now(progress));
        }
        refused(job, lines);
        verified(job, lines);
        if (job.result().path("switched").asBoolean()) {
            lines.add("  changed over  all sinks write to "
                    + job.options().path("into").asText()
                    + ", and it has all that the first graph has: readers may follow");
        }
        if (!job.result().path("error").isMissingNode()) {
            lines.add("  stopped by    " + job.result().path("error").asText());
        }
        next(job, lines);
        return String.join("\n", lines);
    }

    private static void swept(JsonNode result, List<String> lines) {
        if (result.path("restored").path("needed").asBoolean()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "  raised        versions from %,d past %,d",
                    result.path("restored").path("seq").asLong(),
                    result.path("restored").path("seq_elsewhere").asLong()));
        }
        lines.add(String.format(
                Locale.ROOT,
                "  found         %,d that differed",
                result.path("found").path("differences").asLong()));
        lines.add(String.format(
                Locale.ROOT,
                "  mended        %,d sent again, %,d removed from the graph",
                result.path("sent").asLong(),
                result.path("removed").asLong()));
    }

    private static void files(JsonNode files, List<String> lines) {
        if (files.has("directory")) {
            long rows = 0;
            for (JsonNode count : files.path("rows")) {
                rows += count.asLong();
            }
            lines.add(String.format(
                    Locale.ROOT,
                    "  written       %,d nodes and relationships, in %s",
                    rows,
                    files.path("directory").asText()));
        }
    }

    private static void refused(Job job, List<String> lines) {
        long refused = job.progress().path("refused").asLong();
        if (refused > 0) {
            lines.add(String.format(
                    Locale.ROOT,
                    "  left out      %,d that can't be applied; the pipeline has them as dead letters",
                    refused));
            int shown = 0;
            for (JsonNode event : job.result().path("refused")) {
                if (shown++ == REFUSED_SHOWN) {
                    break;
                }
                lines.add("  - "
                        + TextTable.clean(event.path("event").asText() + ": "
                                + event.path("message").asText()));
            }
        }
    }

    private static void verified(Job job, List<String> lines) {
        JsonNode verify = job.result().path("verify");
        if (!verify.isMissingNode()) {
            long differences = differences(job);
            lines.add("  verified      "
                    + (differences == 0 ? "the graph equals the rows" : differences + " elements differ") + ", through "
                    + verify.path("through").asText());
        }
    }

    private static void next(Job job, List<String> lines) {
        JsonNode files = job.result().path("files").path("directory");
        if (job.state() == JobState.INTERRUPTED) {
            lines.add("next: graphsync rebuild resume " + job.id());
        } else if (job.state() == JobState.DONE && !files.isMissingNode()) {
            lines.add("next, where Neo4j runs, with the directory as it is seen there:");
            lines.add("  neo4j stop");
            lines.add("  cd " + ShellWord.quote(files.asText()) + " && neo4j-admin database import full neo4j @"
                    + ImportFiles.ARGUMENTS);
            lines.add("  neo4j start");
            lines.add("then, for what came since the rebuild began:");
            lines.add("  ./migrate neo4j --apply");
            lines.add("  ./graphsync rebuild start --from topics --after " + job.id() + " --note TEXT");
        } else if (job.state() == JobState.DONE && differences(job) > 0) {
            lines.add("next: graphsync verify");
        }
    }

    private static long differences(Job job) {
        return job.result().path("verify").path("differences").asLong();
    }

    /** A job that has just begun has kept nothing yet. */
    private static String now(JsonNode progress) {
        List<String> parts = new ArrayList<>();
        parts.add(progress.path("activity").asText("starting"));
        if (progress.has("rate")) {
            parts.add(String.format(Locale.ROOT, "%,d/s", progress.path("rate").asLong()));
        }
        if (progress.has("eta_s")) {
            Duration left = Duration.ofSeconds(progress.path("eta_s").asLong());
            parts.add("about " + RebuildProgress.text(left) + " left");
        }
        return String.join(", ", parts);
    }

    private static String read(JsonNode progress) {
        return String.format(
                Locale.ROOT,
                "%,d of %,d",
                progress.path("read").asLong(),
                progress.path("total").asLong());
    }

    private static ObjectNode json(Job job) {
        ObjectNode json = JSON.createObjectNode()
                .put("id", job.id().toString())
                .put("state", job.state().word())
                .put("note", job.note())
                .put("started_by", job.startedBy())
                .put("started_at", job.startedAt().toString())
                .put("updated_at", job.updatedAt().toString());
        job.endedAt().ifPresent(ended -> json.put("ended_at", ended.toString()));
        job.cancelledBy().ifPresent(by -> json.put("cancelled_by", by));
        json.set("options", job.options());
        json.set("progress", job.progress());
        json.set("result", job.result());
        return json;
    }
}
