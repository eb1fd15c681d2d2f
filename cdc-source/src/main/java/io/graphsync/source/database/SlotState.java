package io.graphsync.source.database;

import java.util.Locale;
import java.util.Optional;

/** What can be done with the replication slot. */
public sealed interface SlotState {
    /** The command that replaces a slot and sends the rows of the outbox again. */
    String RECREATE = "./graphsync slot create --reread";

    /** There is none of that name: nothing was captured yet, or it was dropped. */
    record Absent() implements SlotState {}

    /** It is there and keeps what was not yet acknowledged; nobody reads it. */
    record Usable(SlotFacts facts) implements SlotState {}

    /** A connection reads it. */
    record Busy(SlotFacts facts) implements SlotState {}

    /** PostgreSQL has given it up; it never delivers anything again. */
    record Lost(SlotFacts facts) implements SlotState {
        /** Returns what happened and what to do. */
        public String reason() {
            return "PostgreSQL has given up the replication slot " + facts.name() + ": " + cause()
                    + ". No row is lost that graph_outbox still holds: " + RECREATE
                    + " replaces the slot and sends those rows again, which changes nothing that is newer in the graph.";
        }

        private String cause() {
            return switch (facts.invalidation()) {
                case "idle_timeout" ->
                    "no source read it for longer than idle_replication_slot_timeout (invalidation_reason idle_timeout)";
                case "wal_level_insufficient" ->
                    "wal_level was lowered below logical (invalidation_reason wal_level_insufficient)";
                case "", "wal_removed" ->
                    "WAL that it still needed was removed, because it held back more than max_slot_wal_keep_size = "
                            + limit() + " (wal_status lost)";
                default -> "invalidation_reason " + facts.invalidation();
            };
        }

        private String limit() {
            return facts.limitBytes().isPresent()
                    ? String.format(Locale.ROOT, "%d MB", facts.limitBytes().getAsLong() >> 20)
                    : "-1";
        }
    }

    /** It belongs to something else. */
    record Foreign(SlotFacts facts) implements SlotState {
        /** Returns whose it is and what to do. */
        public String reason() {
            return "the replication slot " + facts.name() + " belongs to something else (plugin " + facts.plugin()
                    + ", database " + facts.database() + "): choose another source.slot.name";
        }
    }

    /** Decides from what the server says; empty means that it knows no such slot. */
    static SlotState of(Optional<SlotFacts> facts) {
        return facts.map(SlotState::of).orElseGet(Absent::new);
    }

    private static SlotState of(SlotFacts facts) {
        if (!facts.ours()) {
            return new Foreign(facts);
        }
        if (facts.walStatus().equals("lost") || !facts.invalidation().isEmpty()) {
            return new Lost(facts);
        }
        return facts.activePid().isPresent() ? new Busy(facts) : new Usable(facts);
    }
}
