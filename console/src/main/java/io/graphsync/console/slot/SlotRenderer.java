package io.graphsync.console.slot;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graphsync.console.terminal.Output;
import io.graphsync.source.database.SlotFacts;
import io.graphsync.source.database.SlotState;
import java.util.Locale;
import java.util.Optional;

/** Makes the text of the commands about the slot. Pure. */
final class SlotRenderer {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String[] UNITS = {"bytes", "kB", "MB", "GB", "TB"};
    private static final int UNIT = 1024;
    private static final int PERCENT = 100;

    private final Output format;

    SlotRenderer(Output format) {
        this.format = format;
    }

    String show(String name, SlotState state) {
        if (format != Output.TEXT) {
            return format.document(json("show", name, state));
        }
        StringBuilder text = new StringBuilder(line("slot", name)).append(line("state", words(state)));
        facts(state)
                .ifPresent(facts -> text.append(line("plugin", facts.plugin()))
                        .append(line(
                                "active",
                                facts.activePid()
                                        .map(pid -> "yes, server process " + pid)
                                        .orElse("no")))
                        .append(line("wal_status", facts.walStatus() + reason(facts)))
                        .append(line("retained", retained(facts)))
                        .append(line("confirmed", facts.confirmed()))
                        .append(line("lag", bytes(facts.lagBytes()))));
        advice(state).ifPresent(advice -> text.append("next: ").append(advice).append('\n'));
        return text.toString().stripTrailing();
    }

    String created(String name, long sent, SlotState state) {
        if (format != Output.TEXT) {
            return format.document(json("create", name, state).put("rows_sent", sent));
        }
        return String.format(
                Locale.ROOT,
                "created the slot %s; %,d rows of graph_outbox were sent before%nnext: ./graphsync run source",
                name,
                sent);
    }

    String dropped(String name, SlotState found, boolean executed) {
        boolean absent = found instanceof SlotState.Absent;
        if (format != Output.TEXT) {
            return format.document(json("drop", name, found).put("dropped", executed && !absent));
        }
        if (absent) {
            return "there is no slot " + name + ": nothing to drop";
        }
        String kept = facts(found).map(SlotRenderer::retained).orElse("");
        return executed
                ? "dropped the slot " + name + "; the next source that starts sends every row of graph_outbox again"
                : "dry run: would drop the slot " + name + ", which holds back " + kept
                        + "; the next source that starts would send every row of graph_outbox again\n"
                        + "next: ./graphsync slot drop --execute";
    }

    private static ObjectNode json(String command, String name, SlotState state) {
        ObjectNode root = JSON.createObjectNode()
                .put("format", "graphsync.slot." + command + "/1")
                .put("slot", name)
                .put("state", word(state));
        facts(state).ifPresent(facts -> {
            root.put("plugin", facts.plugin()).put("database", facts.database());
            root.put("active", facts.activePid().isPresent());
            facts.activePid().ifPresent(pid -> root.put("active_pid", pid));
            root.put("wal_status", facts.walStatus()).put("retained_bytes", facts.retainedBytes());
            if (!facts.invalidation().isEmpty()) {
                root.put("invalidation_reason", facts.invalidation());
            }
            facts.limitBytes().ifPresent(limit -> root.put("limit_bytes", limit));
            root.put("confirmed_lsn", facts.confirmed()).put("lag_bytes", facts.lagBytes());
        });
        advice(state).ifPresent(advice -> root.put("next", advice));
        return root;
    }

    private static Optional<SlotFacts> facts(SlotState state) {
        return switch (state) {
            case SlotState.Absent absent -> Optional.empty();
            case SlotState.Usable usable -> Optional.of(usable.facts());
            case SlotState.Busy busy -> Optional.of(busy.facts());
            case SlotState.Lost lost -> Optional.of(lost.facts());
            case SlotState.Foreign foreign -> Optional.of(foreign.facts());
        };
    }

    private static String word(SlotState state) {
        return switch (state) {
            case SlotState.Absent absent -> "absent";
            case SlotState.Usable usable -> "inactive";
            case SlotState.Busy busy -> "active";
            case SlotState.Lost lost -> "lost";
            case SlotState.Foreign foreign -> "foreign";
        };
    }

    private static String words(SlotState state) {
        return switch (state) {
            case SlotState.Absent absent -> "absent: nothing was captured yet, or it was dropped";
            case SlotState.Usable usable -> "inactive: no source reads it";
            case SlotState.Busy busy -> "active";
            case SlotState.Lost lost -> "lost: " + lost.reason();
            case SlotState.Foreign foreign -> "foreign: " + foreign.reason();
        };
    }

    private static Optional<String> advice(SlotState state) {
        return switch (state) {
            case SlotState.Absent absent -> Optional.of("./graphsync run source");
            case SlotState.Usable usable -> Optional.of("./graphsync run source");
            case SlotState.Lost lost -> Optional.of(SlotState.RECREATE);
            case SlotState.Busy busy -> Optional.empty();
            case SlotState.Foreign foreign -> Optional.empty();
        };
    }

    private static String reason(SlotFacts facts) {
        return facts.invalidation().isEmpty() ? "" : ", invalidation_reason " + facts.invalidation();
    }

    private static String retained(SlotFacts facts) {
        if (facts.limitBytes().isEmpty()) {
            return bytes(facts.retainedBytes()) + " (no limit: max_slot_wal_keep_size = -1)";
        }
        long limit = Math.max(1, facts.limitBytes().getAsLong());
        return String.format(
                Locale.ROOT,
                "%s, %d %% of the %s limit",
                bytes(facts.retainedBytes()),
                facts.retainedBytes() * PERCENT / limit,
                bytes(limit));
    }

    static String bytes(long bytes) {
        double size = bytes;
        int unit = 0;
        while (size >= UNIT && unit < UNITS.length - 1) {
            size /= UNIT;
            unit++;
        }
        return unit == 0 ? bytes + " bytes" : String.format(Locale.ROOT, "%.1f %s", size, UNITS[unit]);
    }

    private static String line(String key, String value) {
        return String.format(Locale.ROOT, "%-11s %s%n", key, value);
    }
}
