package io.graphsync.schema.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectiveReaderTest {
    private final List<String> problems = new ArrayList<>();

    private Directives sql(String text) {
        return DirectiveReader.read(Store.PG, "pg/01_a.sql", text, problems);
    }

    @Test
    void without_directives_a_file_is_one_transaction() {
        Directives directives = sql("-- only words\nSELECT 1;");

        assertThat(directives.transactional()).isTrue();
        assertThat(directives.dependsOn()).isEmpty();
        assertThat(problems).isEmpty();
    }

    @Test
    void all_directives_are_read() {
        Directives directives = sql("""
                -- What this is for.

                -- migrate: no-transaction
                --migrate: requires-extension vector
                -- migrate: requires-extension pg_trgm
                -- migrate: allow LK30 reason="the table is new"
                -- migrate: timeout 10m
                -- migrate: depends-on neo4j/05
                -- migrate: depends-on pg/04
                -- migrate: optional-variable app_rw_password
                -- migrate: optional-variable dimensions 1536
                SELECT 1;
                -- What comes later is a comment.
                """);

        assertThat(problems).isEmpty();
        assertThat(directives.transactional()).isFalse();
        assertThat(directives.extensions()).containsExactlyInAnyOrder("vector", "pg_trgm");
        assertThat(directives.allowed()).containsExactly(new Directives.Allowance("LK30", "the table is new"));
        assertThat(directives.timeout()).contains(Duration.ofMinutes(10));
        assertThat(directives.dependsOn())
                .containsExactlyInAnyOrder(new FileRef(Store.NEO4J, 5), new FileRef(Store.PG, 4));
        assertThat(directives.optionalVariables())
                .isEqualTo(Map.of("app_rw_password", Optional.empty(), "dimensions", Optional.of("1536")));
    }

    @Test
    void a_directive_that_would_not_be_heeded_is_a_problem() {
        sql("SELECT 1;\n-- migrate: timeout 5s\n");
        sql("/* A block comment ends the head. */\n-- migrate: no-transaction\nSELECT 1;");

        assertThat(problems)
                .hasSize(2)
                .allSatisfy(problem -> assertThat(problem).startsWith("pg/01_a.sql:2: a directive stands at the head"));
    }

    @Test
    void cypher_has_its_own_comments() {
        Directives directives = DirectiveReader.read(
                Store.NEO4J, "neo4j/01_a.cypher", "// migrate: depends-on pg/07\nRETURN 1;", problems);

        assertThat(problems).isEmpty();
        assertThat(directives.dependsOn()).containsExactly(new FileRef(Store.PG, 7));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no-transactions",
                "no-transaction now",
                "requires-extension",
                "allow LK30",
                "allow LK30 reason=\"\"",
                "allow LK30 because",
                "timeout 10",
                "timeout 0s",
                "depends-on 04",
                "depends-on mysql/04",
                "depends-on pg/4",
                "optional-variable",
                ""
            })
    void what_is_wrong_is_told_with_its_line(String directive) {
        sql("-- first line\n-- migrate: " + directive + "\nSELECT 1;");

        assertThat(problems).hasSize(1).first().asString().startsWith("pg/01_a.sql:2: ");
    }

    @Test
    void directives_of_postgresql_are_none_of_neo4j() {
        DirectiveReader.read(Store.NEO4J, "neo4j/01_a.cypher", "// migrate: no-transaction\nRETURN 1;", problems);

        assertThat(problems).hasSize(1);
    }
}
