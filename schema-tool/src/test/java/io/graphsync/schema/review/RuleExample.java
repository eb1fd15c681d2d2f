package io.graphsync.schema.review;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a rule says, as statements.
 *
 * @param rule the rule's id
 * @param setup what is there before
 * @param bad the file that the rule is about, mostly of one statement
 * @param good what to write instead; empty where there is no other way
 */
record RuleExample(String rule, String setup, Part bad, Part good) {
    /** Rules without an example, and why no server that the tests have can run one. */
    static final Map<String, String> NOT_RUN =
            Map.of("CR04", "it is about pgvector, which comes with neither of the servers");

    private static final String CASE = "=== ";
    private static final String SECTION = "--- ";
    private static final String REFUSED = " refused ";

    /**
     * A migration file.
     *
     * @param alone whether its statements can't be in a transaction
     * @param refusal how the server refuses it, if it does
     */
    record Part(String text, boolean alone, Optional<Refusal> refusal) {
        /** The file with the directive that it needs. */
        String file() {
            return alone ? "-- migrate: no-transaction\n" + text : text;
        }
    }

    /**
     * A server's word that it will not do something.
     *
     * @param code a SQLSTATE or a status of Neo4j
     * @param message what the message holds, if that matters
     */
    record Refusal(String code, String message) {
        static Refusal parse(String text) {
            int colon = text.indexOf(": ");
            return colon < 0 ? new Refusal(text, "") : new Refusal(text.substring(0, colon), text.substring(colon + 2));
        }
    }

    /** The examples that run on PostgreSQL. */
    static List<RuleExample> postgres() {
        return Stream.of("/rules/destruction.sql", "/rules/locks.sql", "/rules/correctness.sql")
                .flatMap(resource -> read(resource).stream())
                .toList();
    }

    /** The examples that run on Neo4j. */
    static List<RuleExample> neo4j() {
        return read("/rules/neo4j.cypher");
    }

    private static List<RuleExample> read(String resource) {
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
                sections[0].strip(), body(sections[1], "setup"), part(sections[2], "bad"), part(sections[3], "good"));
    }

    /** {@code --- bad}, {@code --- bad alone} or {@code --- bad refused CODE: MESSAGE}, and what follows. */
    private static Part part(String section, String name) {
        String head = section.lines().findFirst().orElse("");
        Optional<Refusal> refusal = Optional.of(head.indexOf(REFUSED))
                .filter(at -> at > 0)
                .map(at -> Refusal.parse(head.substring(at + REFUSED.length())));
        return new Part(body(section, name), head.endsWith(" alone"), refusal);
    }

    private static String body(String section, String name) {
        if (!section.startsWith(name)) {
            throw new IllegalStateException("expected " + name + ": " + section);
        }
        int head = section.indexOf('\n');
        return head < 0 ? "" : section.substring(head).strip();
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
