package io.graphsync.console.letters;

import io.graphsync.console.terminal.TextTable;
import io.graphsync.outbox.event.FailureHeaders;
import io.graphsync.outbox.event.Redrive;
import io.graphsync.retry.letters.Letter;
import io.graphsync.retry.letters.LetterContent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One dead letter as text for a person. Pure. */
final class LetterRenderer {
    private LetterRenderer() {}

    static String render(
            LetterContent content, GraphVersion graph, ShowCommand.Advice advice, boolean payload, Instant now) {
        Letter letter = content.letter();
        List<String> lines = new ArrayList<>();
        lines.add("dead letter " + TextTable.clean(letter.id()) + (letter.inFlight() ? " (in flight)" : ""));
        add(lines, "type", letter.eventType().orElse("unknown"));
        add(lines, "entity", letter.entityId().orElse("unknown"));
        letter.committedAt().ifPresent(at -> add(lines, "committed", time(at, now)));
        add(lines, "reason", letter.reason());
        add(lines, "cause", cause(content));
        add(lines, "attempts", Integer.toString(letter.attempts()));
        letter.firstFailedAt().ifPresent(at -> add(lines, "first failure", time(at, now)));
        add(lines, "last failure", time(letter.lastFailedAt(), now));
        add(lines, "read from", letter.origin().text());
        add(lines, "kept at", letter.position().toString());
        add(lines, "redrives", redrives(letter.redrive(), now));
        add(lines, "event version", letter.seq().map(seq -> Long.toString(seq)).orElse("unknown"));
        add(lines, "graph version", graph(graph));
        add(lines, "redrive", advice.text());
        String size = letter.payloadBytes() + " bytes";
        add(
                lines,
                "payload",
                payload
                        ? LetterJson.text(content.payload()).orElse(size + ", no text: see -o json")
                        : size + "; --payload shows them");
        return String.join("\n", lines);
    }

    /** Returns the whole cause; the letter itself may hold its beginning alone. */
    static String cause(LetterContent content) {
        Optional<String> whole = Optional.ofNullable(content.headerTexts().get(FailureHeaders.MESSAGE));
        return whole.orElse(content.letter().cause());
    }

    private static String time(Instant at, Instant now) {
        return at.truncatedTo(ChronoUnit.SECONDS) + ", " + Ages.between(at, now) + " ago";
    }

    private static String redrives(Optional<Redrive> redrive, Instant now) {
        return redrive.map(last -> last.count() + ", the last " + Ages.between(last.at(), now) + " ago, after "
                        + last.attempts() + " attempts")
                .orElse("none");
    }

    private static String graph(GraphVersion graph) {
        return switch (graph) {
            case GraphVersion.Known(var version) ->
                version.map(seq -> Long.toString(seq)).orElse("none: the graph has nothing of this element");
            case GraphVersion.Unknown(String why) -> "not known: " + why;
        };
    }

    private static void add(List<String> lines, String name, String value) {
        lines.add("  " + name + " ".repeat(Math.max(1, 16 - name.length())) + TextTable.clean(value));
    }
}
