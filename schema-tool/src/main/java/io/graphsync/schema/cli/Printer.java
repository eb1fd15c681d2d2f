package io.graphsync.schema.cli;

import io.graphsync.schema.report.JsonRenderer;
import io.graphsync.schema.report.Report;
import io.graphsync.schema.report.TextRenderer;
import java.io.PrintWriter;

/** Writes a report to standard output, and why it did not end well to standard error. */
final class Printer {
    private Printer() {}

    static int print(Report report, RunSettings.Output output, PrintWriter out, PrintWriter err) {
        out.print(
                switch (output) {
                    case TEXT -> TextRenderer.render(report);
                    case JSON -> JsonRenderer.render(report);
                });
        out.flush();
        report.end().ifPresent(end -> err.println("migrate: " + end.message()));
        return report.exitCode();
    }
}
