package io.graphsync.schema.report.review;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graphsync.schema.review.ExpectedTime;
import io.graphsync.schema.review.FileReview;
import io.graphsync.schema.review.Finding;
import io.graphsync.schema.review.Review;
import io.graphsync.schema.review.StatementReview;
import io.graphsync.schema.review.TableSizes;
import java.util.List;
import java.util.Locale;

/** A review for programs: {@code migrate.review/1}. */
public final class ReviewJson {
    /** The name of the format, with its version. */
    public static final String FORMAT = "migrate.review/1";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private ReviewJson() {}

    /** The review as one JSON object, ended by a line break. */
    public static String render(Review review) {
        ObjectNode root = JSON.createObjectNode();
        root.put("format", FORMAT);
        root.put("verdict", review.verdict().words());
        ArrayNode files = root.putArray("files");
        review.files().forEach(file -> write(file, review.sizes(), files.addObject()));
        ArrayNode notes = root.putArray("notes");
        review.notes().forEach(notes::add);
        return root.toPrettyString() + System.lineSeparator();
    }

    private static void write(FileReview file, TableSizes sizes, ObjectNode json) {
        json.put("file", file.path());
        json.put("store", file.ref().store().id());
        json.put("verdict", file.verdict().words());
        json.put("class", file.riskClass().word());
        write(file.findings(), json.putArray("findings"));
        ArrayNode statements = json.putArray("statements");
        file.statements().forEach(statement -> write(statement, sizes, statements.addObject()));
    }

    private static void write(StatementReview statement, TableSizes sizes, ObjectNode json) {
        json.put("line", statement.line());
        json.put("column", statement.column());
        json.put("sql", statement.sql());
        json.put("understood", statement.understood());
        json.put("destructive", statement.destructive());
        json.put("class", statement.riskClass().word());
        write(statement.findings(), json.putArray("findings"));
        ArrayNode locks = json.putArray("locks");
        statement
                .locks()
                .forEach(lock ->
                        locks.addObject().put("relation", lock.relation()).put("mode", lock.mode()));
        ArrayNode rewrites = json.putArray("rewrites");
        statement.rewrites().forEach(rewrites::add);
        ArrayNode scans = json.putArray("scans");
        statement.scans().forEach(scans::add);
        write(ExpectedTime.of(statement, sizes), json.putObject("expected"));
        json.put("reversible", statement.reversible());
        statement.rollback().ifPresent(rollback -> json.put("rollback", rollback));
        ArrayNode checks = json.putArray("checks");
        statement.checks().forEach(checks::add);
        json.put("source", statement.source().name().toLowerCase(Locale.ROOT));
    }

    private static void write(ExpectedTime expected, ObjectNode json) {
        json.put("words", expected.words());
        expected.atLeast().ifPresent(time -> json.put("milliseconds", time.toMillis()));
    }

    private static void write(List<Finding> findings, ArrayNode json) {
        findings.forEach(finding -> json.addObject()
                .put("rule", finding.rule())
                .put("severity", finding.severity().word())
                .put("message", finding.message())
                .put("safer", finding.safer()));
    }
}
