package io.graphsync.schema.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.schema.file.Store;
import io.graphsync.schema.review.Impact;
import io.graphsync.schema.review.LockUse;
import io.graphsync.schema.review.RiskClass;
import io.graphsync.schema.review.StatementReview;
import io.graphsync.schema.review.Undo;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AffectedTablesTest {
    @Test
    void what_is_locked_is_affected() {
        assertThat(AffectedTables.of(List.of(
                        red("DROP TABLE a", true, "public.a"), red("DELETE FROM b", true, "public.b", "public.c"))))
                .contains(Set.of("public.a", "public.b", "public.c"));
    }

    @Test
    void everything_is_where_it_cannot_be_told() {
        Stream.of(
                        red("DO $$ … $$", false, "public.a"),
                        red("TRUNCATE a CASCADE", true, "public.a"),
                        red("DROP SCHEMA app", true))
                .forEach(statement -> assertThat(
                                AffectedTables.of(List.of(red("DROP TABLE a", true, "public.a"), statement)))
                        .isEqualTo(Optional.empty()));
    }

    private static RedStatement red(String sql, boolean understood, String... relations) {
        List<LockUse> locks = Stream.of(relations)
                .map(relation -> new LockUse(relation, "AccessExclusiveLock"))
                .toList();
        return new RedStatement(
                Store.PG,
                "pg/01_a.sql",
                new StatementReview(
                        1,
                        1,
                        sql,
                        understood,
                        true,
                        RiskClass.RED,
                        List.of(),
                        new Impact(locks, List.of(), List.of()),
                        Undo.IMPOSSIBLE,
                        List.of(),
                        StatementReview.Source.RULE));
    }
}
