package io.graphsync.console.verify;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graphsync.console.terminal.Output;
import io.graphsync.console.terminal.TextTable;
import io.graphsync.sink.verify.Difference;
import io.graphsync.sink.verify.Explanation.Cause;
import io.graphsync.sink.verify.GraphVerifier.Repaired;
import io.graphsync.sink.verify.VerifyReport;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** What a comparison found, for a person or a program. Pure. */
public final class VerifyRenderer {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final VerifyReport report;
    private final Optional<Repaired> repaired;
    private final Optional<Instant> equalThrough;

    /**
     * Takes what was found.
     *
     * @param repaired what was mended before; empty where nothing had to be or was to be repaired
     * @param equalThrough through which moment the graph was found equal last; empty where that is not known
     */
    public VerifyRenderer(VerifyReport report, Optional<Repaired> repaired, Optional<Instant> equalThrough) {
        this.report = report;
        this.repaired = repaired;
        this.equalThrough = equalThrough;
    }

    /**
     * Returns a report.
     *
     * @param repair the command that mends what differs
     */
    public String render(Output output, String repair) {
        return output == Output.TEXT ? text(repair) : output.document(json());
    }

    private String text(String repair) {
        StringBuilder text = new StringBuilder();
        repaired.ifPresent(mended -> text.append("sent ")
                .append(number(mended.sent()))
                .append(mended.sent() == 1 ? " element" : " elements")
                .append(" again")
                .append(mended.removed() == 0 ? "" : ", removed " + number(mended.removed()) + " from the graph")
                .append(", and compared once more\n"));
        text.append(headline()).append('\n');
        text.append("  compared      ")
                .append(number(report.conversations()))
                .append(" conversations, ")
                .append(number(report.messages()))
                .append(" messages, ")
                .append(number(report.feedback()))
                .append(" feedback, by ")
                .append(name(report.mode()))
                .append("\n  through       ")
                .append(report.through());
        equalThrough
                .filter(moment -> !report.isEqual())
                .ifPresent(moment -> text.append("\n  equal         through ").append(moment));
        for (Cause cause : Cause.values()) {
            long count = report.byCause().getOrDefault(cause, 0L);
            if (count > 0) {
                text.append("\n  ").append(pad(number(count))).append(' ').append(cause.words());
            }
        }
        if (report.unexplained() > 0) {
            text.append("\n  ").append(pad(number(report.unexplained()))).append(" more were not looked at again");
        }
        for (Difference difference : report.kept()) {
            text.append("\n  - ").append(TextTable.clean(difference.toString()));
        }
        next(repair).ifPresent(next -> text.append("\nnext: ").append(next));
        return text.toString();
    }

    private String headline() {
        if (report.isEqual()) {
            return "The graph equals the rows.";
        }
        String differing =
                report.differences() == 1 ? "1 element differs" : number(report.differences()) + " elements differ";
        return report.inFlight() == 0
                ? "The graph does not equal the rows: " + differing + "."
                : "The graph does not equal the rows: " + differing + ", and " + number(report.inFlight())
                        + " are still on their way.";
    }

    private Optional<String> next(String repair) {
        if (report.byCause().containsKey(Cause.DEAD_LETTERED)) {
            return Optional.of("graphsync dlt summary");
        }
        if (report.mendable() > 0 && repaired.isEmpty()) {
            return Optional.of(repair);
        }
        return report.inFlight() > 0
                ? Optional.of("look whether source and sink run: graphsync health")
                : Optional.empty();
    }

    private ObjectNode json() {
        ObjectNode root = JSON.createObjectNode()
                .put("format", "graphsync.verify/1")
                .put("equal", report.isEqual())
                .put("mode", name(report.mode()))
                .put("through", report.through().toString())
                .put("conversations", report.conversations())
                .put("messages", report.messages())
                .put("feedback", report.feedback())
                .put("differences", report.differences())
                .put("in_flight", report.inFlight())
                .put("unexplained", report.unexplained())
                .put("mendable", report.mendable());
        root.putObject("longest_question_ms")
                .put("postgresql", report.longestOfPostgres().took().toMillis())
                .put("neo4j", report.longestOfNeo4j().took().toMillis());
        root.putObject("longest_question")
                .put("postgresql", report.longestOfPostgres().statement())
                .put("neo4j", report.longestOfNeo4j().statement());
        repaired.ifPresent(mended -> root.put("repaired", mended.sent()).put("removed", mended.removed()));
        equalThrough.ifPresent(moment -> root.put("equal_through", moment.toString()));
        ObjectNode causes = root.putObject("causes");
        report.byCause().forEach((cause, count) -> causes.put(name(cause), count));
        var array = root.putArray("first");
        for (Difference difference : report.kept()) {
            ObjectNode one = array.addObject()
                    .put("kind", name(difference.kind()))
                    .put("subject", name(difference.subject()))
                    .put("key", difference.key())
                    .put("property", difference.property())
                    .put("expected", difference.expected())
                    .put("found", difference.found())
                    .put("cause", name(difference.explanation().cause()));
            difference.explanation().event().ifPresent(id -> one.put("event", id.toString()));
        }
        return root;
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String pad(String number) {
        return number + " ".repeat(Math.max(0, 13 - number.length()));
    }
}
