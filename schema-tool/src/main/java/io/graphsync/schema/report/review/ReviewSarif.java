package io.graphsync.schema.report.review;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graphsync.schema.review.FileReview;
import io.graphsync.schema.review.Finding;
import io.graphsync.schema.review.Review;
import io.graphsync.schema.review.RiskClass;
import io.graphsync.schema.review.Rule;
import io.graphsync.schema.review.Severity;
import io.graphsync.schema.review.StatementReview;
import java.nio.file.Path;
import java.util.List;

/** A review as SARIF 2.1.0, for code scanning. */
public final class ReviewSarif {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String SCHEMA =
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    private ReviewSarif() {}

    /**
     * The review as one JSON object.
     *
     * @param rules every rule that there is, so that a viewer can show what a result means
     */
    public static String render(Review review, String version, List<? extends Rule> rules) {
        ObjectNode root = JSON.createObjectNode();
        root.put("$schema", SCHEMA);
        root.put("version", "2.1.0");
        ObjectNode run = root.putArray("runs").addObject();
        ObjectNode driver = run.putObject("tool").putObject("driver");
        driver.put("name", "graphsync migrate");
        driver.put("version", version);
        ArrayNode described = driver.putArray("rules");
        rules.forEach(rule -> write(rule, described.addObject()));
        run.put("columnKind", "utf16CodeUnits");
        ArrayNode results = run.putArray("results");
        for (FileReview file : review.files()) {
            file.findings().forEach(finding -> write(file, 1, 1, finding, results));
            for (StatementReview statement : file.statements()) {
                statement
                        .findings()
                        .forEach(finding -> write(file, statement.line(), statement.column(), finding, results));
            }
        }
        return root.toPrettyString() + System.lineSeparator();
    }

    private static void write(Rule rule, ObjectNode json) {
        json.put("id", rule.id());
        json.putObject("shortDescription").put("text", rule.title());
        json.putObject("fullDescription").put("text", rule.title() + " " + rule.problem() + ".");
        json.putObject("help").put("text", rule.fix());
        json.putObject("defaultConfiguration").put("level", level(rule.riskClass()));
    }

    private static String level(RiskClass risk) {
        return switch (risk) {
            case GREEN -> "note";
            case YELLOW -> "warning";
            case RED -> "error";
        };
    }

    private static void write(FileReview file, int line, int column, Finding finding, ArrayNode results) {
        ObjectNode result = results.addObject();
        result.put("ruleId", finding.rule());
        result.put(
                "level",
                finding.severity() == Severity.INFO
                        ? "note"
                        : finding.severity().word());
        result.putObject("message").put("text", finding.message() + ". Instead: " + finding.safer());
        ObjectNode place = result.putArray("locations").addObject().putObject("physicalLocation");
        place.putObject("artifactLocation").put("uri", uri(file.path()));
        place.putObject("region").put("startLine", line).put("startColumn", column);
    }

    /** Paths are relative to the checkout, with slashes; what is not stays as it is. */
    private static String uri(String path) {
        Path given = Path.of(path);
        return given.isAbsolute()
                ? given.toUri().toString()
                : path.replace('\\', '/').replace(" ", "%20");
    }
}
