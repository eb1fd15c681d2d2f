package io.graphsync.console.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.console.demo.SampleTraffic.Transaction;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SampleTrafficTest {
    @Test
    void the_wanted_number_of_outbox_rows_is_met_exactly() {
        for (long seed = 0; seed < 50; seed++) {
            SampleTraffic traffic = new SampleTraffic(seed);
            int left = 500;
            while (left > 0) {
                Transaction transaction = traffic.next(left);
                assertThat(transaction.outboxRows()).as("seed %d", seed).isBetween(1, left);
                left -= transaction.outboxRows();
            }
        }
    }

    @Test
    void the_same_seed_gives_the_same_traffic() {
        assertThat(take(7, 200)).isEqualTo(take(7, 200)).isNotEqualTo(take(8, 200));
    }

    @Test
    void every_kind_of_change_occurs() {
        assertThat(take(1, 2_000).stream()
                        .flatMap(transaction -> transaction.changes().stream())
                        .map(change -> change.getClass().getSimpleName()))
                .contains(
                        "StartConversation",
                        "AddMessage",
                        "ChangeTopic",
                        "GiveFeedback",
                        "DeleteConversation",
                        "WritePoison");
    }

    private static List<Transaction> take(long seed, int count) {
        SampleTraffic traffic = new SampleTraffic(seed);
        List<Transaction> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            taken.add(traffic.next(1_000));
        }
        return taken;
    }
}
