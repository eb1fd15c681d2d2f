package io.graphsync.schema.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.schema.file.MigrationFile;
import io.graphsync.schema.file.MigrationSource;
import io.graphsync.schema.file.Store;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CypherReaderTest {
    private static CypherManner manner(String cypher) {
        ParsedFile parsed = CypherReader.read(Files.cypher(cypher));
        assertThat(parsed.refusals()).isEmpty();
        assertThat(parsed.statements()).hasSize(1);
        return ((CypherStatement) parsed.statements().getFirst()).manner();
    }

    @Test
    void statements_end_at_semicolons_outside_of_literals_and_comments() {
        ParsedFile parsed = CypherReader.read(
                Files.cypher("// first; comment\nRETURN 'a;b';\n/* c; */ MATCH (n:`d;e`) RETURN n;;\nRETURN \"𝄞\""));

        assertThat(parsed.refusals()).isNotEmpty();

        ParsedFile valid = CypherReader.read(Files.cypher(
                "// first; comment\nRETURN 'a;b';\n/* c; */ MATCH (n:`d;e`) RETURN n;\nRETURN \"𝄞\"; RETURN 4;"));
        assertThat(valid.refusals()).isEmpty();
        assertThat(valid.statements())
                .extracting(s -> s.line() + ":" + s.column() + " " + s.text())
                .containsExactly(
                        "2:1 RETURN 'a;b'", "3:10 MATCH (n:`d;e`) RETURN n", "4:1 RETURN \"𝄞\"", "4:13 RETURN 4");
    }

    @Test
    void comments_alone_are_no_statement() {
        ParsedFile parsed = CypherReader.read(Files.cypher("// (User)-[:OWNS]->(Conversation)\n/* and; more */"));

        assertThat(parsed.refusals()).isEmpty();
        assertThat(parsed.statements()).isEmpty();
    }

    @Test
    void constraints_know_what_they_ask_for() {
        assertThat(manner("CREATE CONSTRAINT user_id IF NOT EXISTS FOR (u:User) REQUIRE u.id IS UNIQUE"))
                .isEqualTo(new CypherManner.Create(
                        true, Optional.of("user_id"), true, "UNIQUENESS", "NODE", List.of("User"), List.of("id")));
        assertThat(manner("CREATE CONSTRAINT FOR ()-[r:`ODD TYPE`]-() REQUIRE (r.a, r.`b``c`) IS RELATIONSHIP KEY"))
                .isEqualTo(new CypherManner.Create(
                        true,
                        Optional.empty(),
                        false,
                        "KEY",
                        "RELATIONSHIP",
                        List.of("ODD TYPE"),
                        List.of("a", "b`c")));
        assertThat(((CypherManner.Create) manner("CREATE CONSTRAINT FOR (u:User) REQUIRE u.id IS NOT NULL")).kind())
                .isEqualTo("PROPERTY_EXISTENCE");
        assertThat(((CypherManner.Create) manner("CREATE CONSTRAINT FOR (u:User) REQUIRE u.id IS :: STRING")).kind())
                .isEqualTo("PROPERTY_TYPE");
    }

    @Test
    void indexes_know_what_they_ask_for() {
        assertThat(manner("CREATE INDEX topic IF NOT EXISTS FOR (t:Topic) ON (t.name, t.at)"))
                .isEqualTo(new CypherManner.Create(
                        false, Optional.of("topic"), true, "RANGE", "NODE", List.of("Topic"), List.of("name", "at")));
        assertThat(manner("CREATE FULLTEXT INDEX ft FOR (n:A|B) ON EACH [n.x, n.y]"))
                .isEqualTo(new CypherManner.Create(
                        false, Optional.of("ft"), false, "FULLTEXT", "NODE", List.of("A", "B"), List.of("x", "y")));
        assertThat(((CypherManner.Create) manner("CREATE TEXT INDEX FOR ()-[r:R]-() ON (r.x)")).entity())
                .isEqualTo("RELATIONSHIP");
        assertThat(manner("CREATE LOOKUP INDEX l FOR (n) ON EACH labels(n)")).isEqualTo(new CypherManner.Schema());
    }

    @Test
    void data_is_told_from_schema_and_from_batches() {
        assertThat(manner("MATCH (n:A) SET n.x = 1")).isEqualTo(new CypherManner.Data());
        assertThat(manner("MATCH (n:A) CALL (n) { SET n.x = 1 } IN TRANSACTIONS OF 10 ROWS"))
                .isEqualTo(new CypherManner.Batched());
        assertThat(manner("DROP INDEX topic IF EXISTS")).isEqualTo(new CypherManner.Schema());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MATCH (n RETURN n|not Cypher",
                ":use neo4j|not Cypher",
                "USE other MATCH (n) RETURN n|another database",
                "CREATE CONSTRAINT ON (u:User) ASSERT u.id IS UNIQUE|removed in Neo4j 5",
                "CREATE INDEX ON :User(id)|removed in Neo4j 5",
                "RETURN 'open|not Cypher"
            })
    void what_must_not_run_is_refused(String cypher, String reason) {
        assertThat(CypherReader.read(Files.cypher(cypher)).refusals())
                .isNotEmpty()
                .anySatisfy(refusal -> assertThat(refusal.toString()).contains(reason));
    }

    static Stream<MigrationFile> packaged() {
        return MigrationSource.packaged().read(EnumSet.of(Store.NEO4J)).stream();
    }

    @ParameterizedTest
    @MethodSource("packaged")
    void every_packaged_file_is_valid(MigrationFile file) {
        assertThat(CypherReader.read(file).refusals()).isEmpty();
    }
}
