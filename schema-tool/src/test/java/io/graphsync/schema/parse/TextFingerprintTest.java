package io.graphsync.schema.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TextFingerprintTest {
    private static Optional<String> sql(String text) {
        return TextFingerprint.of(Files.sql(text));
    }

    private static Optional<String> cypher(String text) {
        return TextFingerprint.of(Files.cypher(text));
    }

    static Stream<Arguments> formats() {
        return Stream.of(
                Arguments.of("SELECT a FROM b", "select  A -- comment\n from/**/b;"),
                Arguments.of("SELECT 1; SELECT 2", "SELECT 1;;\n\nSELECT 2;"),
                Arguments.of("SELECT f(a, b)", "SELECT f ( a , b )"),
                Arguments.of("SELECT a < b", "SELECT a<b"),
                Arguments.of("SELECT s.t", "SELECT s . t"),
                Arguments.of("SELECT :'v'", "SELECT   :'v'"));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void formatting_does_not_matter(String one, String other) {
        assertThat(sql(one)).isPresent().isEqualTo(sql(other));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SELECT 5 | SELECT 6",
                "SELECT 'a' | SELECT 'A'",
                "SELECT 'a  b' | SELECT 'a b'",
                "SELECT \"A\" | SELECT \"a\"",
                "SELECT \"a\" | SELECT 'a'",
                "SELECT a <- b | SELECT a < -b",
                "SELECT a, b | SELECT b, a",
                "SELECT 1; SELECT 2 | SELECT 1 SELECT 2",
                "SELECT é | SELECT É",
                "DO $$ a $$ | DO $$ a  $$",
                "SELECT 1 | SELECT 1; SELECT 1"
            })
    void meaning_does(String one, String other) {
        assertThat(sql(one)).isPresent().isNotEqualTo(sql(other));
    }

    @Test
    void cypher_is_compared_by_its_tokens_and_the_case_of_names_counts() {
        assertThat(cypher("CREATE (:A {n: 1}) ;\nRETURN 1"))
                .isPresent()
                .isEqualTo(cypher("// more\nCREATE(:A{n:1}); /* here */ RETURN 1;"));
        assertThat(cypher("CREATE (:A)")).isNotEqualTo(cypher("CREATE (:a)"));
        assertThat(cypher("CREATE (:A {n: 1})")).isNotEqualTo(cypher("CREATE (:A {n: 2})"));
        assertThat(cypher("RETURN 1; RETURN 2")).isNotEqualTo(cypher("RETURN 1 RETURN 2"));
    }

    @Test
    void what_cannot_be_cut_into_tokens_has_none() {
        assertThat(sql("SELECT 'open")).isEmpty();
        assertThat(cypher("RETURN 'open")).isEmpty();
    }
}
