package io.graphsync.verification.chaos.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graphsync.verification.chaos.plan.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A file with one JSON object a line: the settings of the run, each planned fault, and then what happened, with the
 * seconds since the faults began. Each line is in the file before the call returns. Safe for use by many threads.
 */
public final class Journal implements AutoCloseable {
    static final String PLANNED = "planned";
    static final String RUN = "run";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Writer out;
    private final Consumer<String> say;
    private volatile long start = System.nanoTime();

    private Journal(Writer out, Consumer<String> say) {
        this.out = out;
        this.say = say;
    }

    /**
     * Begins a new file.
     *
     * @param say gets the same in words, for a person who watches
     */
    public static Journal open(Path file, Consumer<String> say) throws IOException {
        return new Journal(Files.newBufferedWriter(file), say);
    }

    /** Sets the clock of the lines to zero. */
    public void startClock() {
        start = System.nanoTime();
    }

    /** Writes down the settings of the run. */
    public void run(Map<String, String> settings) {
        ObjectNode line = line(RUN);
        settings.forEach(line::put);
        write(line);
    }

    /** Writes down what is going to happen. */
    public void planned(Fault fault) {
        ObjectNode line = line(PLANNED);
        put(line, fault);
        line.put("after_calm", fault.afterCalm());
        line.put("at_ms", fault.at().toMillis());
        line.put("lasts_ms", fault.lasts().toMillis());
        write(line);
    }

    /** A fault is in effect. */
    public void begun(Fault fault, String detail) {
        ObjectNode line = line("begin");
        put(line, fault);
        line.put("detail", detail);
        write(line);
        say.accept(time() + fault + (detail.isEmpty() ? "" : " (" + detail + ")"));
    }

    /** A fault was taken back. */
    public void ended(Fault fault) {
        ObjectNode line = line("end");
        put(line, fault);
        write(line);
    }

    /** A row that was written after a fault is in the graph. */
    public void recovered(int fault, Duration after, boolean alone) {
        ObjectNode line = line("recovered");
        line.put("fault", fault);
        line.put("after_ms", after.toMillis());
        line.put("alone", alone);
        write(line);
    }

    /** Anything else. */
    public void note(String text) {
        ObjectNode line = line("note");
        line.put("text", text);
        write(line);
        say.accept(time() + text);
    }

    private static void put(ObjectNode line, Fault fault) {
        line.put("fault", fault.number());
        line.put("kind", fault.kind().name());
        line.put("target", fault.target().toString());
    }

    private ObjectNode line(String event) {
        ObjectNode line = JSON.createObjectNode();
        line.put("event", event);
        line.put("s", seconds());
        line.put("time", Instant.now().toString());
        return line;
    }

    private double seconds() {
        return Math.round((System.nanoTime() - start) / 1e6) / 1e3;
    }

    private String time() {
        return String.format(Locale.ROOT, "%6.1f  ", seconds());
    }

    private synchronized void write(ObjectNode line) {
        try {
            out.write(JSON.writeValueAsString(line));
            out.write('\n');
            out.flush();
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("texts and numbers are always JSON", impossible);
        } catch (IOException failed) {
            throw new UncheckedIOException("the journal can't be written", failed);
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
