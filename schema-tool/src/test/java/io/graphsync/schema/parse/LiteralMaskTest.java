package io.graphsync.schema.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.schema.file.Store;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LiteralMaskTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            quoteCharacter = '`',
            value = {
                "SELECT * FROM t WHERE id = 17 > SELECT * FROM t WHERE id = ?",
                "ALTER ROLE a PASSWORD 'secret' > ALTER ROLE a PASSWORD ?",
                "SELECT 'it''s secret', E'a\\'secret' > SELECT ?, ?",
                "SELECT $$secret$$, $x$secret$x$, U&'secret', B'1' > SELECT ?, ?, ?, ?",
                "UPDATE \"secret table\" SET a=-1.5e3 -- secret > UPDATE \"secret table\" SET a=-?",
                "SELECT /* secret */ a[1:'9'] > SELECT a[??]",
                "SELECT 'cut off in the mid > SELECT …",
                "SELECT $$cut off in the mid > SELECT …",
                "SELECT 'a\\' || 'secret' > SELECT …"
            })
    void sql_keeps_its_words_and_loses_its_values(String sql, String shown) {
        assertThat(LiteralMask.of(Store.PG, sql, 200)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "CREATE (:User {id: 17, key: 'secret'}) | CREATE (:User {id: ?, key: ?})",
                "MATCH (n {a: \"it's \\\"secret\\\"\"}) // secret | MATCH (n {a: ?})",
                "RETURN 1.5, 0x1F, $parameter | RETURN ?, ?, $parameter",
                "RETURN 'cut off secret | RETURN …"
            })
    void cypher_keeps_its_words_and_loses_its_values(String cypher, String shown) {
        assertThat(LiteralMask.of(Store.NEO4J, cypher, 200)).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 12})
    void it_is_as_short_as_asked(int width) {
        assertThat(LiteralMask.of(Store.PG, "SELECT a FROM b WHERE c", width)).hasSizeLessThanOrEqualTo(width);
    }

    @Test
    void no_prefix_of_a_statement_shows_a_part_of_a_value() {
        String sql = "INSERT INTO t VALUES ('abc ''def', E'gh\\'ij', $q$klm$q$) -- nop";

        for (int end = 0; end <= sql.length(); end++) {
            assertThat(LiteralMask.of(Store.PG, sql.substring(0, end), 200))
                    .doesNotContain("abc", "def", "gh", "ij", "klm", "nop");
        }
    }
}
