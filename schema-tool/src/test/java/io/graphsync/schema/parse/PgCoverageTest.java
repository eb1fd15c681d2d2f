package io.graphsync.schema.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One statement of every kind that migrations hold, in the grammar of PostgreSQL 15 to 18; and what is refused. */
class PgCoverageTest {
    private static final PgReader READER = new PgReader(PgGrammar.load());

    static Stream<String> accepted() {
        return lines("/grammar/accepted.sql");
    }

    static Stream<String> refused() {
        return lines("/grammar/refused.txt");
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void a_valid_statement_is_read_whole(String sql) {
        ParsedFile parsed = READER.read(Files.sql(sql + "\n;\nSELECT 1;"));

        assertThat(parsed.refusals()).isEmpty();
        assertThat(parsed.statements()).hasSize(2);
        PgStatement statement = (PgStatement) parsed.statements().getFirst();
        assertThat(statement.tree()).isPresent();
        assertThat(statement.line()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("refused")
    void what_cannot_run_here_is_refused_with_a_reason(String line) {
        String[] parts = line.split(" => ", 2);

        ParsedFile parsed = READER.read(Files.sql(parts[0]));

        assertThat(parsed.refusals()).isNotEmpty();
        assertThat(parsed.refusals().getFirst().reason()).contains(parts[1]);
        assertThat(parsed.refusals().getFirst().line()).isEqualTo(1);
    }

    private static Stream<String> lines(String resource) {
        try (var stream = PgCoverageTest.class.getResourceAsStream(resource)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
