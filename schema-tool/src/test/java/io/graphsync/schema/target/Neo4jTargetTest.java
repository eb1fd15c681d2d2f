package io.graphsync.schema.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Neo4jTargetTest {
    @Test
    void an_address_may_hold_the_login_and_the_database() {
        assertThat(Neo4jTarget.parse("bolt+s://me:p%40ss:word@host:7688/movies", "neo4j", "other"))
                .isEqualTo(new Neo4jTarget("bolt+s://host:7688", "me", "p@ss:word", "movies", Optional.empty()));
    }

    @Test
    void what_it_leaves_out_comes_from_elsewhere() {
        assertThat(Neo4jTarget.parse("neo4j://host", "neo4j", "word"))
                .isEqualTo(new Neo4jTarget("neo4j://host", "neo4j", "word", "neo4j", Optional.empty()));
        assertThat(Neo4jTarget.parse("neo4j://me@[::1]:7687/", "neo4j", "word"))
                .isEqualTo(new Neo4jTarget("neo4j://[::1]:7687", "me", "word", "neo4j", Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "host:7687", "http://me:secret@host", "bolt://", "bolt://me:sec/ret@host"})
    void what_is_no_address_is_refused_without_telling_it(String text) {
        assertThatThrownBy(() -> Neo4jTarget.parse(text, "neo4j", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bolt://USER:PASSWORD@HOST:PORT/DATABASE")
                .hasMessageNotContaining("sec");
    }
}
