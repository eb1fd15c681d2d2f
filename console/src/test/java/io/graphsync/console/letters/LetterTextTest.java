package io.graphsync.console.letters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphsync.console.GraphsyncMain;
import io.graphsync.console.terminal.TextTable;
import io.graphsync.outbox.event.Redrive;
import io.graphsync.retry.letters.Letter;
import io.graphsync.retry.letters.Position;
import io.graphsync.retry.letters.RedrivePlan;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class LetterTextTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void ages_are_told_in_two_units() {
        assertThat(Ages.between(NOW.minusMillis(100), NOW)).isEqualTo("0 s");
        assertThat(Ages.between(NOW.minusSeconds(59), NOW)).isEqualTo("59 s");
        assertThat(Ages.between(NOW.minusSeconds(7_800), NOW)).isEqualTo("2 h 10 m");
        assertThat(Ages.between(NOW.minusSeconds(97_200), NOW)).isEqualTo("1 d 3 h");
        assertThat(Ages.between(NOW.plusSeconds(5), NOW)).isEqualTo("0 s");
    }

    @Test
    void times_are_instants_or_so_long_ago() {
        TimeConverter converter = new TimeConverter(() -> NOW);

        assertThat(converter.convert("2026-01-01T00:00:00Z")).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(converter.convert("90m")).isEqualTo(NOW.minusSeconds(5_400));
        assertThat(converter.convert(" 3d ")).isEqualTo(NOW.minusSeconds(259_200));
        assertThatThrownBy(() -> converter.convert("yesterday")).hasMessageContaining("'yesterday' is no time");
    }

    @Test
    void a_table_holds_what_could_fool_a_terminal_on_its_line() {
        TextTable table = new TextTable("ID", "CAUSE");
        table.add("1", "\u001b[31mred\r\nnext\u202e");

        assertThat(table.render()).isEqualTo("  ID  CAUSE\n  1    [31mred  next");
    }

    @Test
    void payloads_that_are_no_text_are_told_from_text() {
        assertThat(LetterJson.text("d\u00e9j\u00e0".getBytes(StandardCharsets.UTF_8)))
                .hasValue("d\u00e9j\u00e0");
        assertThat(LetterJson.text(new byte[] {(byte) 0xff})).isEmpty();
    }

    @Test
    void batches_of_payloads_fit_into_memory() {
        List<Letter> letters = List.of(letter("a", 600, 1), letter("b", 600, 1), letter("c", 100, 1));

        assertThat(PayloadBatches.of(letters, 1_000)).extracting(List::size).containsExactly(1, 2);
        assertThat(PayloadBatches.of(List.of(), 1_000)).isEmpty();
    }

    @Test
    void advice_follows_from_the_versions() {
        Letter letter = letter("a", 5, 1);

        assertThat(ShowCommand.Advice.of(letter, new GraphVersion.Known(Optional.of(41L)), NOW)
                        .useful())
                .isTrue();
        assertThat(ShowCommand.Advice.of(letter, new GraphVersion.Known(Optional.of(42L)), NOW)
                        .text())
                .contains("nothing would change");
        assertThat(ShowCommand.Advice.of(letter("a", 0, 1), new GraphVersion.Unknown("x"), NOW)
                        .useful())
                .isFalse();
        assertThat(ShowCommand.Advice.of(letter("a", 5, 0), new GraphVersion.Unknown("x"), NOW)
                        .text())
                .startsWith("wait");
        assertThat(ShowCommand.Advice.of(letter, new GraphVersion.Unknown("x"), NOW.plusSeconds(1))
                        .text())
                .contains("--even-old");
    }

    @Test
    void a_dry_run_says_what_would_be_done_and_how_to_do_it() {
        RedrivePlan plan = new RedrivePlan(
                List.of(letter("a", 5, 1), letter("b", 5, 1)),
                Map.of(letter("c", 5, 0), RedrivePlan.Skip.IN_FLIGHT, letter("d", 5, 1), RedrivePlan.Skip.QUARANTINED));

        MoveReport report = new MoveReport("redrive", plan, Optional.empty(), Optional.empty());

        assertThat(report.text()).isEqualTo("""
                        dry run: 2 letters would be redriven
                          2  Neo.X  message_upsert
                        1 left alone: in flight
                        1 left alone: quarantined
                        to do it, repeat the command with --execute --note "why\"""");
        assertThat(report.json().toString()).contains("\"executed\":false", "\"chosen\":2", "\"in_flight\":1");
        assertThat(report.quarantined()).startsWith("quarantined: d came back");
        assertThat(report.exitCode(false).code()).isZero();
        assertThat(report.exitCode(true).code()).isEqualTo(130);
    }

    @Test
    void what_is_missing_is_a_matter_of_usage() {
        assertThat(run("dlt", "redrive", "--execute", "--note", "x")).contains("exit 2", "--all");
        assertThat(run("dlq", "discard", "some-id", "--execute")).contains("exit 2", "--note");
        assertThat(run("dlt", "redrive", "some-id", "--rate", "0")).contains("exit 2", "--rate");
        assertThat(run("dlt", "list", "--since", "soon")).contains("exit 2", "'soon' is no time");
        assertThat(run("dlt")).contains("exit 2", "summary");
    }

    private static String run(String... arguments) {
        StringWriter out = new StringWriter();
        CommandLine commandLine =
                GraphsyncMain.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(out));
        int exit = commandLine.execute(arguments);
        return out + "exit " + exit;
    }

    /** A letter after one attempt; redriven before attempt 0 it failed again, before attempt 1 it is in flight. */
    private static Letter letter(String id, int payloadBytes, int newAttempts) {
        return new Letter(
                id,
                id,
                Letter.Format.GRAPHSYNC,
                new Position("graphsync.dlt", 0, id.hashCode()),
                Optional.of("message_upsert"),
                Optional.empty(),
                Optional.of(42L),
                Optional.of(NOW),
                "Neo.X",
                "cause",
                1,
                Optional.empty(),
                NOW,
                new Letter.Origin("graphsync.events.message-0@1", Optional.empty(), Optional.empty()),
                Optional.of(new Redrive(1, NOW, 1 - newAttempts)),
                payloadBytes);
    }
}
