package io.graphsync.stack.child;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A server process of the stack. Its parent writes the settings to standard input, {@code key=value} a line up to an
 * empty line, and keeps that stream open; this process answers {@code ready} on standard output and logs to standard
 * error. The line {@code stop} asks for an orderly end. The end of standard input means that the parent is gone, however
 * it went: then this process ends too, and removes its data where they are temporary.
 *
 * <p>Settings that this class reads: {@code data}, the directory of the server's data; {@code temporary}.
 */
public final class ChildProcess {
    /** Starts the server; what it returns is closed at an orderly end. */
    @FunctionalInterface
    public interface Starter {
        AutoCloseable start(Map<String, String> settings) throws Exception;
    }

    private final PrintStream parent;
    private final BufferedReader commands;

    private ChildProcess(PrintStream parent, BufferedReader commands) {
        this.parent = parent;
        this.commands = commands;
    }

    /** Runs a server until the parent asks it to stop or ends; a server that cannot start ends the process with 1. */
    public static void run(Starter starter) {
        PrintStream parent = System.out;
        System.setOut(System.err); // what a library prints is log
        var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try {
            new ChildProcess(parent, commands).serve(starter);
        } catch (Exception e) {
            e.printStackTrace(System.err);
            Runtime.getRuntime().halt(1);
        }
    }

    private void serve(Starter starter) throws Exception {
        Map<String, String> settings = readSettings(commands);
        boolean temporary = Boolean.parseBoolean(settings.get("temporary"));
        Path data = Path.of(required(settings, "data"));
        Thread.ofPlatform().name("parent-watch").daemon(true).start(() -> awaitEnd(temporary, data));
        AutoCloseable server = starter.start(settings);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(server), "orderly-stop"));
        parent.println("ready");
        parent.flush();
        Thread.currentThread().join(); // the watch, or a signal, ends the process
    }

    /** Reads {@code key=value} lines up to an empty line. */
    static Map<String, String> readSettings(BufferedReader in) throws IOException {
        var settings = new HashMap<String, String>();
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            int equals = line.indexOf('=');
            if (equals < 1) {
                throw new IOException("A setting must read key=value, not: " + line);
            }
            settings.put(line.substring(0, equals), line.substring(equals + 1));
        }
        return Map.copyOf(settings);
    }

    /** The setting's value. */
    public static String required(Map<String, String> settings, String key) {
        String value = settings.get(key);
        if (value == null) {
            throw new IllegalArgumentException("The setting " + key + " is missing");
        }
        return value;
    }

    private void awaitEnd(boolean temporary, Path data) {
        boolean orderly = false;
        try {
            String line = commands.readLine();
            while (line != null && !line.equals("stop")) {
                line = commands.readLine();
            }
            orderly = line != null;
        } catch (IOException e) {
            System.err.println("The parent's stream broke, which means that it is gone: " + e.getMessage());
        }
        if (orderly || !temporary) {
            System.exit(0);
        }
        removeTree(data);
        Runtime.getRuntime().halt(0); // nobody needs a clean end of data that are gone
    }

    private static void close(AutoCloseable server) {
        try {
            server.close();
        } catch (Exception e) {
            e.printStackTrace(System.err);
        }
    }

    /** Removes what it can; the server still runs and may write meanwhile, the next start removes the rest. */
    private static void removeTree(Path root) {
        try (Stream<Path> tree = Files.walk(root)) {
            List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            System.err.println("Left for the next start to remove: " + root);
        }
    }
}
