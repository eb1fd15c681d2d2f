package io.graphsync.schema.review;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a rule says, as statements.
 *
 * @param rule the rule's id
 * @param setup what is there before
 * @param bad the statement that the rule is about
 * @param good what to write instead
 * @param goodAlone whether that can't be in a transaction
 */
record RuleExample(String rule, String setup, String bad, String good, boolean goodAlone) {
    private static final String CASE = "=== ";
    private static final String SECTION = "--- ";

    static List<RuleExample> read(String resource) {
        try (var stream = RuleExample.class.getResourceAsStream(resource)) {
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            return Arrays.stream(("\n" + text).split("\n" + CASE, -1))
                    .skip(1)
                    .map(RuleExample::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RuleExample parse(String text) {
        String[] sections = text.split("\n" + SECTION, -1);
        return new RuleExample(
                sections[0].strip(),
                body(sections[1], "setup"),
                body(sections[2], "bad"),
                body(sections[3], "good"),
                sections[3].startsWith("good alone"));
    }

    private static String body(String section, String name) {
        if (!section.startsWith(name)) {
            throw new IllegalStateException("expected " + name + ": " + section);
        }
        return section.substring(section.indexOf('\n') + 1).strip();
    }

    /** The statements of a section; each ends a line with its semicolon. */
    static List<String> statements(String section) {
        List<String> statements = new ArrayList<>();
        for (String statement : section.split(";\\s*(\n|$)", -1)) {
            if (!statement.isBlank()) {
                statements.add(statement);
            }
        }
        return statements;
    }

    @Override
    public String toString() {
        return rule;
    }
}
