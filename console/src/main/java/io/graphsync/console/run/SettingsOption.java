package io.graphsync.console.run;

import io.graphsync.console.config.Settings;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a command's settings are. */
public final class SettingsOption {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            defaultValue = "${env:GRAPHSYNC_CONFIG}",
            description = "A properties file; without it, graphsync.properties of this folder where there is one.")
    private @Nullable Path config;

    /** Reads file and environment; what is wrong with single settings is among the problems of what it returns. */
    public Settings read() {
        return PipelineSettings.reader().read(Optional.ofNullable(config), System.getenv());
    }
}
