package io.graphsync.console.letters;

import io.graphsync.console.config.Settings;
import io.graphsync.console.exit.CommandFailure;
import io.graphsync.console.exit.ExitCode;
import io.graphsync.console.run.PipelineSettings;
import io.graphsync.console.run.SettingsOption;
import io.graphsync.console.terminal.Output;
import io.graphsync.console.terminal.OutputOption;
import io.graphsync.retry.RouterConfig;
import io.graphsync.retry.letters.LetterSettings;
import io.graphsync.retry.letters.Letters;
import io.graphsync.retry.letters.LettersException;
import io.graphsync.retry.letters.RedrivePlan;
import io.graphsync.sink.SinkConfig;
import java.time.Duration;
import java.util.function.Function;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options by which every command finds the dead letters, and says how it answers. */
final class LetterAccess {
    private static final String RETENTION = "sink.tombstone.retention.days";

    @Mixin
    private final SettingsOption option = new SettingsOption();

    @Option(
            names = "--topic",
            paramLabel = "NAME",
            description = "Look at dead letters that Spring for Apache Kafka or Kafka Connect put into this topic.")
    private @Nullable String topic;

    @Mixin
    private final OutputOption output = new OutputOption();

    Output output() {
        return output.output();
    }

    /** Reads file and environment. */
    Settings settings() {
        return option.read();
    }

    /**
     * Returns for how long the graph remembers that an element was deleted, less an hour for clocks that differ.
     *
     * @throws CommandFailure if the setting is no number
     */
    Duration deletesRemembered() {
        String text = settings()
                .get(RETENTION)
                .orElseGet(() ->
                        String.valueOf(SinkConfig.definition().defaultValues().get(RETENTION)));
        try {
            long days = Long.parseLong(text.strip());
            return days == 0
                    ? RedrivePlan.Bounds.FOR_GOOD
                    : Duration.ofDays(days).minusHours(1);
        } catch (NumberFormatException malformed) {
            throw new CommandFailure(ExitCode.USAGE, RETENTION + " must be a number of days: " + text);
        }
    }

    /**
     * Works on the letters.
     *
     * @throws CommandFailure telling what is wrong with the configuration, or with Kafka
     */
    int with(Function<Letters, Integer> work) {
        LetterSettings found = letterSettings(settings());
        try (Letters letters = topic == null ? Letters.open(found) : Letters.open(found, topic)) {
            return work.apply(letters);
        } catch (LettersException e) {
            throw LetterFailures.of(e);
        }
    }

    private static LetterSettings letterSettings(Settings settings) {
        try {
            LetterSettings letters = RouterConfig.letters(PipelineSettings.forRouter(settings));
            settings.problems().throwIfAny();
            return letters;
        } catch (ConfigException e) {
            settings.problems().addAll(String.valueOf(e.getMessage()));
            settings.problems().throwIfAny();
            throw e;
        }
    }
}
