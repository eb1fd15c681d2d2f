package io.graphsync.verification.endtoend;

import static org.awaitility.Awaitility.await;

import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** A commit that waits for a synchronous standby is streamed, but no other session sees its rows yet. */
@UseStack
@Timeout(120)
@Isolated("commits of the whole cluster would wait for the standby")
class SynchronousStandbyIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @Test
    void a_row_that_is_streamed_before_it_can_be_seen_gets_its_status(TestStack stack) throws Exception {
        try (AwaitedStandby standby = AwaitedStandby.of(stack);
                Pipeline pipeline = new Pipeline(stack, directory);
                Outbox rows = new Outbox(stack)) {
            pipeline.start();
            Topics topics = new Topics(stack, pipeline.catalog());

            standby.commitLate("INSERT INTO graph_outbox (event_type, entity_id, payload)"
                    + " VALUES ('conversation_renamed', gen_random_uuid(), '{}')");
            await().atMost(PATIENCE)
                    .until(() -> topics.deadLetters(pipeline.topics()).size() == 1);
            await().during(Duration.ofSeconds(3)).until(() -> rows.deadLetters().isEmpty());

            standby.letGo();
            await().atMost(PATIENCE).until(() -> rows.deadLetters().size() == 1);
        }
    }
}
