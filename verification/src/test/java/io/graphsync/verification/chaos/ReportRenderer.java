package io.graphsync.verification.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graphsync.verification.chaos.plan.FaultKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A report as text or as JSON. */
final class ReportRenderer {
    static final String FORMAT = "graphsync.chaos/1";

    private static final ObjectMapper JSON = new ObjectMapper();

    private ReportRenderer() {}

    static String text(ChaosReport report) {
        List<String> lines = new ArrayList<>();
        ChaosSettings settings = report.settings();
        lines.add(String.format(
                Locale.ROOT,
                "seed %d: %d faults in %s, on %d sources, %d sinks, %d routers and 3 servers",
                settings.seed(),
                faults(report),
                seconds(settings.faultsFor()),
                settings.sources(),
                settings.sinks(),
                settings.routers()));
        for (FaultKind kind : FaultKind.values()) {
            int count = report.faults().getOrDefault(kind, 0);
            if (count > 0) {
                lines.add(String.format(Locale.ROOT, "  %-28s %4d", kind.words(), count));
            }
        }
        report.notes().forEach(note -> lines.add("  " + note));
        lines.add(String.format(
                Locale.ROOT,
                "written   %,d events, in %,d transactions; %,d more broke off",
                report.verdict().rows(),
                report.transactions(),
                report.uncertainTransactions()));
        lines.add(String.format(
                Locale.ROOT, "applied   %,d, or superseded", report.verdict().applied()));
        lines.add(String.format(
                Locale.ROOT, "dead      %,d open letters", report.verdict().dead()));
        lines.add("recovery  " + times(report.alone()) + " for a fault that met no other");
        lines.add("          " + times(report.all()) + " for all");
        lines.add("settled   " + seconds(report.settled()) + " after the last fault");
        report.exits().forEach(exit -> lines.add("ended by itself: " + exit));
        report.broken().forEach(broken -> lines.add("the harness failed: " + broken));
        report.verdict().findings().forEach(finding -> lines.add("found     " + finding));
        lines.add("lost " + report.verdict().lost() + ", wrong "
                + report.verdict().wrong());
        return String.join("\n", lines) + "\n";
    }

    static String json(ChaosReport report) {
        ObjectNode root = JSON.createObjectNode();
        root.put("format", FORMAT);
        root.put("passed", report.isPassed());
        ObjectNode settings = root.putObject("settings");
        report.settings().toMap().forEach(settings::put);
        ObjectNode faults = root.putObject("faults");
        report.faults().forEach((kind, count) -> faults.put(kind.name().toLowerCase(Locale.ROOT), count));
        root.put("written", report.verdict().rows());
        root.put("applied", report.verdict().applied());
        root.put("dead_lettered", report.verdict().dead());
        root.put("transactions", report.transactions());
        root.put("uncertain_transactions", report.uncertainTransactions());
        put(root.putObject("recovery_alone"), report.alone());
        put(root.putObject("recovery"), report.all());
        root.put("settled_ms", report.settled().toMillis());
        root.put("lost", report.verdict().lost());
        root.put("wrong", report.verdict().wrong());
        report.verdict().findings().forEach(root.putArray("findings")::add);
        report.exits().forEach(root.putArray("exits")::add);
        report.broken().forEach(root.putArray("broken")::add);
        report.notes().forEach(root.putArray("notes")::add);
        try {
            return JSON.writeValueAsString(root) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("texts and numbers are always JSON", impossible);
        }
    }

    private static void put(ObjectNode node, FaultLog.Times times) {
        node.put("faults", times.count());
        node.put("p50_ms", times.p50().toMillis());
        node.put("max_ms", times.max().toMillis());
    }

    private static int faults(ChaosReport report) {
        return report.faults().values().stream().mapToInt(Integer::intValue).sum();
    }

    private static String times(FaultLog.Times times) {
        return times.count() == 0
                ? "none measured"
                : "p50 " + seconds(times.p50()) + ", max " + seconds(times.max()) + " (" + times.count() + " faults)";
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1e3);
    }
}
