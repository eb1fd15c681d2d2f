package io.graphsync.stack.local;

import io.graphsync.stack.StackException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A server that runs on a JVM of its own, with the class path that its module wrote at build time.
 *
 * @param mainClass in the package whose folder holds {@code classpath.txt}
 * @param isLasting whether both of the JVM's compilers are worth their while; the first alone halves the start
 * @param cache where what makes the next start faster is kept
 * @param settings its greeting
 */
record JavaLaunch(String mainClass, int heapMb, boolean isLasting, Path cache, Map<String, String> settings)
        implements Launch {
    JavaLaunch {
        settings = Map.copyOf(settings);
    }

    @Override
    public Process spawn(Path log) throws IOException {
        return new ProcessBuilder(command())
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    @Override
    public String greeting() {
        return settings.entrySet().stream()
                .map(setting -> setting.getKey() + "=" + setting.getValue() + "\n")
                .collect(Collectors.joining("", "", "\n"));
    }

    private List<String> command() {
        // Ctrl-C in a terminal reaches every process of the group: only the supervisor may act on it.
        var command = new ArrayList<>(List.of("/bin/sh", "-c", "trap '' INT; exec \"$@\"", "sh"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + heapMb + "m");
        // Growing step by step to what a server needs anyway would cost collections during its start.
        command.addAll(List.of("-Xms" + heapMb + "m", "-XX:MetaspaceSize=192m"));
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:-UsePerfData"));
        if (!isLasting) {
            command.add("-XX:TieredStopAtLevel=1");
        }
        command.add("--enable-native-access=ALL-UNNAMED");
        if (Runtime.version().feature() >= 23) {
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        Path own = ownClasses();
        String libraries = libraries(mainClass);
        command.addAll(ClassArchive.options(cache, mainClass, own, libraries));
        command.addAll(List.of("-cp", own + ":" + libraries, mainClass));
        return command;
    }

    static String libraries(String mainClass) {
        String packageFolder =
                mainClass.substring(0, mainClass.lastIndexOf('.')).replace('.', '/');
        String resource = packageFolder + "/classpath.txt";
        try (InputStream in = JavaLaunch.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new StackException(resource + " is not on the class path: build the server's module first");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new StackException("Cannot read " + resource + ": " + e, e);
        }
    }

    private Path ownClasses() {
        try {
            return Path.of(Class.forName(mainClass, false, JavaLaunch.class.getClassLoader())
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (ClassNotFoundException | URISyntaxException e) {
            throw new StackException("Cannot find the classes of " + mainClass + ": " + e, e);
        }
    }
}
