package io.graphsync.source;

import io.graphsync.outbox.type.EventTypeReader;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A source, or the making of its slot, in a process of its own, for a test to kill and to freeze: {@code source FILE} or
 * {@code slot FILE}. Prints each state that it comes to, or each page of rows that was sent.
 */
final class SourceProcessMain {
    private SourceProcessMain() {}

    public static void main(String[] arguments) throws Exception {
        SourceConfig config = SourceConfig.parse(settings(Path.of(arguments[1])));
        if (arguments[0].equals("slot")) {
            createSlot(config);
        } else {
            runSource(config);
        }
    }

    private static Map<String, String> settings(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        }
        return properties.stringPropertyNames().stream().collect(Collectors.toMap(key -> key, properties::getProperty));
    }

    private static void runSource(SourceConfig config) throws InterruptedException {
        try (SourceApp app = SourceApp.start(config, EventTypeReader.builtIn(), new SimpleMeterRegistry())) {
            SourceState told = SourceState.STOPPED;
            while (!app.terminated().isDone()) {
                SourceState state = app.state();
                if (state != told) {
                    told = state;
                    System.out.println(state);
                }
                TimeUnit.MILLISECONDS.sleep(10);
            }
        }
    }

    private static void createSlot(SourceConfig config) throws InterruptedException {
        new SlotActions(config, EventTypeReader.builtIn()).create(true, new SlotActions.ReadBackProgress() {
            @Override
            public void expect(long rows) {
                System.out.println("EXPECT " + rows);
            }

            @Override
            public void sent(long rows) {
                System.out.println("SENT");
            }
        });
        System.out.println("DONE");
    }
}
