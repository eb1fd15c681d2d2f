package io.graphsync.console.erase;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graphsync.console.terminal.Output;
import io.graphsync.console.terminal.TextTable;
import io.graphsync.retry.erasure.TopicRetention;
import io.graphsync.retry.erasure.Traces;
import io.graphsync.retry.erasure.UserErasure;
import io.graphsync.sink.verify.UserTraces;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What is kept of a user, where, and for how long. Pure.
 *
 * @param tombstones for how long the graph keeps them; zero for ever
 * @param end what was taken away; empty for a dry run
 */
record EraseReport(
        UUID user,
        Traces traces,
        UserTraces graph,
        TopicRetention retention,
        Duration tombstones,
        Optional<UserErasure.End.Finished> end) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MENTIONS_SHOWN = 5;

    String render(Output output) {
        return output == Output.TEXT ? text() : output.document(json());
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        end.ifPresent(finished -> text.append("erased ")
                .append(user)
                .append(": outbox rows ")
                .append(finished.outboxRows())
                .append(", records ")
                .append(finished.records())
                .append(", dead letters ")
                .append(finished.letters())
                .append('\n'));
        text.append(end.isPresent() ? "what is left of it:\n" : "what is kept of " + user + ":\n")
                .append(table());
        if (!traces.mentions().isEmpty()) {
            text.append("\nelements of others name the user in ")
                    .append(traces.mentions().size())
                    .append(" records, which stay: ")
                    .append(String.join(
                            ", ",
                            traces.mentions().stream().limit(MENTIONS_SHOWN).toList()));
        }
        if (end.isEmpty()) {
            text.append("\ndry run: nothing was changed\nnext: graphsync erase user ")
                    .append(user)
                    .append(" --execute --note TEXT");
        } else if (traces.isAnythingLeft()) {
            text.append("\nsomething came meanwhile: run the same command again");
        }
        return text.toString();
    }

    private String table() {
        TextTable table = new TextTable("STORE", "WHAT", "COUNT", "FOR HOW LONG");
        for (Line line : lines()) {
            table.add(line.store(), line.what(), Long.toString(line.count()), line.count() == 0 ? "" : line.howLong());
        }
        return table.render();
    }

    private record Line(String store, String what, long count, String howLong) {}

    private List<Line> lines() {
        String erase = "until erased";
        List<Line> lines = new ArrayList<>();
        lines.add(new Line("postgresql", "conversations", traces.rows().conversations(), erase));
        lines.add(new Line("postgresql", "messages", traces.rows().messages(), erase));
        lines.add(new Line("postgresql", "feedback", traces.rows().feedback(), erase));
        lines.add(new Line("postgresql", "outbox rows", traces.outboxRows(), erase));
        lines.add(new Line("kafka", "records of event topics", traces.records(), erase));
        lines.add(new Line("kafka", "superseded records", traces.superseded(), compaction()));
        lines.add(new Line("kafka", "open dead letters", traces.letters(), erase));
        lines.add(new Line("kafka", "records of retry topics", traces.waiting(), expiry()));
        lines.add(new Line("neo4j", "node of the user", graph.node() ? 1 : 0, "until its relationships are gone"));
        lines.add(new Line("neo4j", "relationships of the node", graph.relationships(), "until the rows are gone"));
        lines.add(new Line("neo4j", "tombstones", graph.tombstones(), purge()));
        return lines;
    }

    private String compaction() {
        return retention
                .compaction()
                .map(lag -> "up to " + words(lag) + ", until they are compacted")
                .orElse("until they are compacted: set max.compaction.lag.ms");
    }

    private String expiry() {
        return retention.retry().map(time -> "up to " + words(time)).orElse("no limit: set retention.ms");
    }

    private String purge() {
        return tombstones.isZero() ? "for ever: sink.tombstone.retention.days is 0" : "up to " + words(tombstones);
    }

    private static String words(Duration time) {
        return time.toDays() > 0
                ? time.toDays() + " d"
                : time.toHours() > 0 ? time.toHours() + " h" : time.toSeconds() + " s";
    }

    private ObjectNode json() {
        ObjectNode root = JSON.createObjectNode()
                .put("format", "graphsync.erase.user/1")
                .put("user", user.toString())
                .put("executed", end.isPresent());
        end.ifPresent(finished -> root.putObject("erased")
                .put("outbox_rows", finished.outboxRows())
                .put("records", finished.records())
                .put("dead_letters", finished.letters()));
        var kept = root.putArray("kept");
        lines().forEach(line -> kept.addObject()
                .put("store", line.store())
                .put("what", line.what())
                .put("count", line.count())
                .put("for_how_long", line.howLong()));
        var mentions = root.putArray("mentions");
        traces.mentions().forEach(mentions::add);
        return root;
    }
}
