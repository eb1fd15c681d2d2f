package io.graphsync.schema.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.graphsync.schema.parse.Statement;
import io.graphsync.schema.plan.FileState;
import io.graphsync.schema.plan.PlannedFile;
import io.graphsync.schema.plan.TargetState;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Locale;

/** Makes a report readable by programs. */
public final class JsonRenderer {
    private JsonRenderer() {}

    /** The report as one JSON object, ended by a line break. */
    public static String render(Report report) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(out).useDefaultPrettyPrinter()) {
            json.writeStartObject();
            json.writeStringField("format", report.command().format());
            json.writeStringField("environment", report.environment());
            json.writeNumberField("exit_code", report.exitCode());
            writeTargets(json, report);
            json.writeArrayFieldStart("files");
            for (PlannedFile file : report.files()) {
                writeFile(json, report, file);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("notes");
            for (String note : report.notes()) {
                json.writeString(note);
            }
            json.writeEndArray();
            writeCounts(json, report);
            if (report.end().isPresent()) {
                json.writeObjectFieldStart("error");
                json.writeStringField("kind", report.end().get().kind().name().toLowerCase(Locale.ROOT));
                json.writeStringField("message", report.end().get().message());
                json.writeEndObject();
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a string can always be written to", e);
        }
        return out + System.lineSeparator();
    }

    private static void writeTargets(JsonGenerator json, Report report) throws IOException {
        json.writeArrayFieldStart("targets");
        for (TargetState target : report.targets()) {
            json.writeStartObject();
            json.writeStringField("store", target.store().id());
            json.writeStringField("server", target.server());
            json.writeStringField("address", target.address());
            if (target.environment().isPresent()) {
                json.writeStringField(
                        "recorded_environment", target.environment().get());
            } else {
                json.writeNullField("recorded_environment");
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeFile(JsonGenerator json, Report report, PlannedFile file) throws IOException {
        json.writeStartObject();
        json.writeStringField("file", file.path());
        json.writeStringField("store", file.ref().store().id());
        json.writeNumberField("number", file.ref().number());
        json.writeStringField("state", file.state().word().replace(' ', '_'));
        if (file.file().isPresent()) {
            json.writeStringField("checksum", file.file().get().checksum());
        }
        if (file.recorded().isPresent()) {
            json.writeStringField("applied_checksum", file.recorded().get().checksum());
            json.writeStringField("tool_version", file.recorded().get().toolVersion());
        }
        writeState(json, file.state());
        Duration now = report.appliedNow().get(file.path());
        if (now != null) {
            json.writeBooleanField("applied_now", true);
            json.writeNumberField("duration_ms", now.toMillis());
        }
        if (report.command().showsStatements() && file.state().runs()) {
            writeStatements(json, file);
        }
        json.writeEndObject();
    }

    private static void writeState(JsonGenerator json, FileState state) throws IOException {
        switch (state) {
            case FileState.Applied applied -> {
                json.writeStringField("applied_at", applied.at().toString());
                json.writeStringField("applied_by", applied.by());
                json.writeNumberField("applied_in_ms", applied.duration().toMillis());
            }
            case FileState.HalfDone half -> json.writeNumberField("statements_done", half.statementsDone());
            case FileState.HeldBack held -> json.writeStringField("reason", held.reason());
            case FileState.Changed changed -> json.writeStringField("reason", changed.reason());
            case FileState.OutOfOrder late -> json.writeStringField("reason", late.reason());
            case FileState.HalfUndone ignored -> {}
            case FileState.Pending ignored -> {}
            case FileState.Missing ignored -> {}
        }
    }

    private static void writeStatements(JsonGenerator json, PlannedFile file) throws IOException {
        json.writeArrayFieldStart("statements");
        for (Statement statement : file.statements()) {
            json.writeStartObject();
            json.writeNumberField("line", statement.line());
            json.writeNumberField("column", statement.column());
            json.writeStringField("text", statement.text());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeCounts(JsonGenerator json, Report report) throws IOException {
        json.writeObjectFieldStart("counts");
        for (String word : new String[] {
            "applied", "pending", "half done", "half undone", "held back", "changed", "missing", "out of order"
        }) {
            json.writeNumberField(word.replace(' ', '_'), report.count(word));
        }
        json.writeNumberField("applied_now", report.appliedNow().size());
        json.writeEndObject();
    }
}
