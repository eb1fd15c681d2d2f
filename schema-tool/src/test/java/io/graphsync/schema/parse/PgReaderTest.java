package io.graphsync.schema.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.schema.file.MigrationFile;
import io.graphsync.schema.file.MigrationSource;
import io.graphsync.schema.file.Store;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PgReaderTest {
    /** Loading the grammar takes longer than all of these tests. */
    private static final PgReader READER = new PgReader(PgGrammar.load());

    private List<String> statements(String sql) {
        ParsedFile parsed = READER.read(Files.sql(sql));
        assertThat(parsed.refusals()).isEmpty();
        return parsed.statements().stream().map(Statement::text).toList();
    }

    private List<String> refusals(String sql) {
        return READER.read(Files.sql(sql)).refusals().stream()
                .map(Refusal::toString)
                .toList();
    }

    private PgManner manner(String sql) {
        ParsedFile parsed = READER.read(Files.sqlWithoutTransaction(sql));
        assertThat(parsed.refusals()).isEmpty();
        assertThat(parsed.statements()).hasSize(1);
        return ((PgStatement) parsed.statements().getFirst()).manner();
    }

    @Test
    void the_build_has_the_grammar() {
        assertThat(READER.checksGrammar())
                .as("libpg_query is missing: the build found no npm")
                .isTrue();
    }

    @Test
    void semicolons_end_statements_only_where_they_do() {
        assertThat(statements("""
                                /* one; /* nested; */ */ SELECT 'a;''b', E'it\\';s', "c;d" -- e;
                                ;;
                                SELECT $$f;$$, $tag$ $$;g $tag$, U&'h;', B'1', x$1;
                                CREATE RULE r AS ON INSERT TO t DO ALSO (SELECT 1; SELECT 2);
                                CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql
                                  BEGIN ATOMIC SELECT 1; SELECT CASE WHEN a > 0 THEN 1 ELSE 2 END; END;
                                CREATE PROCEDURE p() BEGIN ATOMIC END;
                                SELECT 9
                                """))
                .hasSize(6)
                .satisfies(
                        s -> assertThat(s.get(0)).startsWith("SELECT 'a;''b'").endsWith("\"c;d\""))
                .satisfies(s -> assertThat(s.get(3)).endsWith("END; END"))
                .satisfies(s -> assertThat(s.get(5)).isEqualTo("SELECT 9"));
    }

    @Test
    void statements_know_their_place_also_after_wide_characters() {
        ParsedFile parsed = READER.read(Files.sql("-- é 𝄞\nSELECT 'ü𝄞';   SELECT 2;\n\n  SELECT 3"));

        assertThat(parsed.statements())
                .extracting(s -> s.line() + ":" + s.column() + " " + s.text())
                .containsExactly("2:1 SELECT 'ü𝄞'", "2:17 SELECT 2", "4:3 SELECT 3");
    }

    @Test
    void comments_alone_are_no_statement() {
        assertThat(statements("-- nothing; here\n/* nor; here */\n")).isEmpty();
    }

    @Test
    void a_syntax_error_is_told_with_line_and_column() {
        assertThat(refusals("SELECT 1;\n-- é𝄞\nALTER TABLE t ADD CONSTRAINT IF NOT EXISTS c CHECK (true);"))
                .containsExactly("pg/01_a.sql:3:37: syntax error at or near \"EXISTS\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT 1; COMMIT|1:11|transaction control",
                "BEGIN; SELECT 1|1:1|transaction control",
                "START TRANSACTION|1:1|transaction control",
                "SAVEPOINT a|1:1|transaction control",
                "PREPARE TRANSACTION 'x'|1:1|transaction control",
                "END|1:1|transaction control",
                "COPY t FROM STDIN|1:13|inline data",
                "SELECT 1 \\\\gexec|1:10|psql commands",
                "SELECT 'open|1:8|unterminated string",
                "SELECT $x$ open $$|1:8|unterminated string $x$",
                "SELECT 1 /* open|1:10|unterminated comment",
                "VACUUM t|1:1|cannot run inside a transaction",
                "CREATE INDEX CONCURRENTLY i ON t (a)|1:1|cannot run inside a transaction",
                "SELECT :'a b'|1:8|a variable's name"
            })
    void what_must_not_run_is_refused(String sql, String place, String reason) {
        assertThat(refusals(sql))
                .singleElement()
                .asString()
                .contains(":" + place + ": ")
                .contains(reason);
    }

    @Test
    void words_in_literals_comments_and_bodies_are_no_statements() {
        assertThat(statements("""
                                SELECT 'COMMIT; VACUUM' AS "ROLLBACK"; -- COMMIT
                                DO $$ BEGIN RAISE NOTICE 'COMMIT'; END $$;
                                CREATE TABLE vacuum_log (id int)
                                """)).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "VACUUM (ANALYZE) t",
                "CREATE DATABASE d",
                "DROP DATABASE d",
                "CREATE TABLESPACE s LOCATION '/s'",
                "ALTER SYSTEM SET work_mem = '1MB'",
                "REINDEX DATABASE d",
                "REINDEX SYSTEM",
                "CLUSTER",
                "DISCARD ALL",
                "ALTER DATABASE d SET TABLESPACE s",
                "DROP INDEX CONCURRENTLY i",
                "REINDEX TABLE CONCURRENTLY t",
                "REINDEX (CONCURRENTLY) TABLE t",
                "ALTER TABLE p DETACH PARTITION q CONCURRENTLY",
                "CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p"
            })
    void statements_that_refuse_transactions_run_alone(String sql) {
        assertThat(manner(sql)).isInstanceOf(PgManner.Alone.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE INDEX i ON t (a)",
                "CREATE TABLE concurrently_not (a int)",
                "CLUSTER t USING i",
                "REFRESH MATERIALIZED VIEW CONCURRENTLY m",
                "ALTER TABLE p DETACH PARTITION q",
                "ALTER DATABASE d SET work_mem = '1MB'",
                "DISCARD PLANS",
                "ANALYZE t",
                "REINDEX INDEX i",
                "COPY t TO STDOUT",
                "PREPARE p AS SELECT 1"
            })
    void others_share_a_transaction(String sql) {
        assertThat(manner(sql)).isEqualTo(new PgManner.Transactional());
    }

    @Test
    void blocks_and_calls_may_control_transactions_themselves() {
        assertThat(manner("DO $$ BEGIN COMMIT; END $$")).isEqualTo(new PgManner.Procedure());
        assertThat(manner("CALL p()")).isEqualTo(new PgManner.Procedure());
    }

    @Test
    void a_concurrent_index_knows_its_names() {
        assertThat(manner("CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS \"Odd\" ON ONLY s.\"T\" USING gin (a)"))
                .isEqualTo(new PgManner.BuildIndex("\"Odd\"", "s.\"T\""));
        assertThat(READER.read(Files.sqlWithoutTransaction("CREATE INDEX CONCURRENTLY ON t (a)"))
                        .refusals())
                .singleElement()
                .asString()
                .contains("needs a name");
    }

    @Test
    void variables_are_found_outside_of_literals_and_comments() {
        ParsedFile parsed = READER.read(
                Files.sql(
                        "ALTER ROLE r PASSWORD :'pw'; SELECT ':''no'' ', a[1:2], b::text, :'x' /* :'y' */, $$:'z'$$ FROM :\"tab\""));

        assertThat(parsed.refusals()).isEmpty();
        assertThat(parsed.statements())
                .flatExtracting(s -> ((PgStatement) s).variables())
                .extracting("name", "role")
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("pw", VariableUse.Role.PASSWORD),
                        org.assertj.core.groups.Tuple.tuple("x", VariableUse.Role.LITERAL),
                        org.assertj.core.groups.Tuple.tuple("tab", VariableUse.Role.IDENTIFIER));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE t (id uuid DEFAULT uuidv7(), b int GENERATED ALWAYS AS (1) VIRTUAL)",
                "ALTER TABLE t ADD CONSTRAINT c NOT NULL a NOT VALID",
                "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES u NOT ENFORCED",
                "MERGE INTO t USING u ON t.a = u.a WHEN NOT MATCHED BY SOURCE THEN DELETE RETURNING merge_action(), t.*",
                "SELECT * FROM JSON_TABLE('{}', '$[*]' COLUMNS (a int PATH '$.a')) AS j",
                "UPDATE t SET a = 1 RETURNING WITH (OLD AS o, NEW AS n) o.a, n.a",
                "GRANT MAINTAIN ON t TO r",
                "COPY t FROM '/f' WITH (ON_ERROR ignore)"
            })
    void newer_syntax_is_understood(String sql) {
        assertThat(statements(sql)).hasSize(1);
    }

    static Stream<MigrationFile> packaged() {
        return MigrationSource.packaged().read(EnumSet.of(Store.PG)).stream();
    }

    @ParameterizedTest
    @MethodSource("packaged")
    void every_packaged_file_is_valid(MigrationFile file) {
        assertThat(READER.read(file).refusals()).isEmpty();
    }

    @Test
    void a_block_shares_a_transaction_unless_it_may_end_one() {
        assertThat(manner("DO $$ BEGIN INSERT INTO a VALUES (1); END $$")).isEqualTo(new PgManner.Transactional());
        assertThat(manner("DO LANGUAGE plpgsql 'begin rollback; end'")).isEqualTo(new PgManner.Procedure());
        assertThat(manner("DO $$ BEGIN CALL p(); END $$")).isEqualTo(new PgManner.Procedure());
    }

    private PgManner.Remains remains(String sql) {
        return ((PgManner.Alone) manner(sql)).remains();
    }

    @Test
    void what_a_cut_off_statement_leaves_is_known_by_its_names() {
        assertThat(remains("REINDEX INDEX CONCURRENTLY s.\"I\""))
                .isEqualTo(new PgManner.Remains.HalfBuiltIndexes("INDEX", "s.\"I\""));
        assertThat(remains("REINDEX (VERBOSE, TABLESPACE x) TABLE CONCURRENTLY t"))
                .isEqualTo(new PgManner.Remains.HalfBuiltIndexes("TABLE", "t"));
        assertThat(remains("REINDEX DATABASE CONCURRENTLY"))
                .isEqualTo(new PgManner.Remains.HalfBuiltIndexes("DATABASE", ""));
        assertThat(remains("ALTER TABLE IF EXISTS s.t DETACH PARTITION s.\"P\" CONCURRENTLY"))
                .isEqualTo(new PgManner.Remains.PendingDetach("s.t", "s.\"P\""));
        assertThat(remains("DROP INDEX CONCURRENTLY i")).isEqualTo(new PgManner.Remains.Nothing());
    }

    @Test
    void a_carriage_return_ends_a_comment() {
        assertThat(statements("-- one\rSELECT 1; -- two\rSELECT 2")).containsExactly("SELECT 1", "SELECT 2");
    }
}
