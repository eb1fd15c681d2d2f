package io.graphsync.verification.chaos.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.outbox.event.InvalidEventException;
import io.graphsync.outbox.type.EventCatalog;
import io.graphsync.outbox.type.EventType;
import io.graphsync.outbox.type.EventTypeReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TrafficPlannerTest {
    private static final List<UUID> SHARED = List.of(new UUID(1, 1), new UUID(1, 2));
    private static final EventCatalog CATALOG = EventTypeReader.builtIn();

    @Test
    void the_same_seed_gives_the_same_transactions() {
        assertThat(transactions(1)).isEqualTo(transactions(1)).isNotEqualTo(transactions(2));
    }

    @Test
    void every_kind_of_small_change_comes_up() {
        Set<Class<?>> kinds = new HashSet<>();
        transactions(3).forEach(transaction -> transaction.changes().forEach(change -> kinds.add(change.getClass())));

        assertThat(kinds)
                .contains(
                        Change.StartConversation.class,
                        Change.ChangeConversation.class,
                        Change.GiveAway.class,
                        Change.AddMessage.class,
                        Change.MoveMessage.class,
                        Change.GiveFeedback.class,
                        Change.WithdrawFeedback.class,
                        Change.DeleteMessage.class,
                        Change.DeleteConversation.class,
                        Change.WritePoison.class);
    }

    @Test
    void no_poison_can_be_applied() {
        for (Poison poison : Poison.values()) {
            Change.WritePoison row = poison.row(UUID.randomUUID(), UUID.randomUUID());
            assertThat(isValid(row.eventType(), row.payload())).as("%s", row).isFalse();
        }
    }

    @Test
    void what_is_copied_past_the_triggers_keeps_the_contract_and_fits_its_rows() {
        Change.CopyIn copy = new Change.CopyIn(UUID.randomUUID(), UUID.randomUUID(), 3);

        String[] rows = new String(CopyText.conversations(copy), StandardCharsets.UTF_8).split("\n", -1);
        String[] events = new String(CopyText.events(copy), StandardCharsets.UTF_8).split("\n", -1);

        assertThat(rows).hasSize(4);
        for (int i = 0; i < 3; i++) {
            String[] event = events[i].split("\t", -1);
            assertThat(isValid(event[0], event[2])).isTrue();
            assertThat(rows[i]).startsWith(event[1]);
            assertThat(event[2]).contains(event[1]);
        }
    }

    @Test
    void bulk_transactions_take_turns_and_delete_only_what_was_imported() {
        BulkPlanner bulk = new BulkPlanner(1, 100);
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            changes.addAll(bulk.next().changes());
        }

        assertThat(changes).hasSize(8);
        assertThat(changes.get(0)).isInstanceOf(Change.CopyIn.class);
        assertThat(changes.get(3))
                .isEqualTo(new Change.DeleteConversation(((Change.Import) changes.get(1)).conversation()));
    }

    private static boolean isValid(String eventType, String payload) {
        Optional<EventType> type = CATALOG.find(eventType);
        if (type.isEmpty()) {
            return false;
        }
        try {
            type.get().validate(payload);
            return true;
        } catch (InvalidEventException invalid) {
            return false;
        }
    }

    private static List<Transaction> transactions(long seed) {
        TrafficPlanner planner = new TrafficPlanner(seed, SHARED);
        List<Transaction> transactions = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            transactions.add(planner.next());
        }
        return transactions;
    }
}
