package io.graphsync.stack.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The end of a log, for a message to a person. */
final class LogTail {
    private static final int LINES = 25;

    private LogTail() {}

    /** A sentence with the last lines, to be put behind another one. */
    static String of(Path log) {
        try {
            String text = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
            List<String> lines = text.lines().toList();
            if (lines.isEmpty()) {
                return " Its log is empty.";
            }
            List<String> last = lines.subList(Math.max(0, lines.size() - LINES), lines.size());
            return " The end of its log " + log + ":\n  " + String.join("\n  ", last);
        } catch (IOException e) {
            return " Its log " + log + " cannot be read.";
        }
    }
}
