package io.graphsync.sink;

import io.graphsync.outbox.type.EventTypeReader;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A sink in a process of its own, so that it can be killed. It ends with the process that made it. */
final class SinkProcess implements AutoCloseable {
    private static final String WORKS = "works";

    private final Process process;
    private final CountDownLatch works = new CountDownLatch(1);

    private SinkProcess(Process process) {
        this.process = process;
        Thread.ofVirtual().start(this::read);
    }

    static SinkProcess start(Map<String, String> config) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                SinkProcess.class.getName()));
        config.forEach((key, value) -> command.add(key + "=" + value));
        return new SinkProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** Returns whether it has written something to the graph. */
    boolean works() {
        return works.getCount() == 0;
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.equals(WORKS)) {
                    works.countDown();
                }
            }
        } catch (IOException ended) {
            // It was killed.
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** Runs the sink until standard input ends. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Map<String, String> config = Stream.of(args)
                .map(argument -> argument.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        SinkApp.start(SinkConfig.parse(config), EventTypeReader.builtIn(), registry);
        Thread.ofPlatform().daemon(true).start(() -> {
            try {
                System.in.transferTo(java.io.OutputStream.nullOutputStream());
            } catch (IOException broken) {
                // As good as its end.
            }
            Runtime.getRuntime().halt(1);
        });
        var applied =
                registry.get(SinkMetric.RECORDS.id()).tag("outcome", "applied").counter();
        while (applied.count() == 0) {
            Thread.sleep(20);
        }
        System.out.println(WORKS);
    }
}
