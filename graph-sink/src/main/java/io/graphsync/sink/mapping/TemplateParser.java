package io.graphsync.sink.mapping;

import io.graphsync.outbox.type.EventType;
import io.graphsync.outbox.type.FieldRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads a Cypher file. Its first comment lines say which nodes the statement touches and which relationships it may
 * take away, in the form of Cypher patterns whose property values are names of payload fields:
 *
 * <pre>
 * // touches: (:File {id: file_id}), (:Conversation {id: conversation_id})
 * // detaches: (:File {id: file_id})&lt;-[:HAS_FILE]-(:Conversation {id})
 * // holds: all
 * </pre>
 */
final class TemplateParser {
    /** What every row holds beside the payload's fields. */
    static final Set<String> ROW_FIELDS = Set.of("seq", "element");

    private static final String NAME = "([A-Za-z_][A-Za-z0-9_]*)";
    private static final String NODE = "\\(:" + NAME + " \\{" + NAME + ": " + NAME + "}\\)";
    private static final Pattern NODE_PATTERN = Pattern.compile(NODE);
    private static final Pattern NODES = Pattern.compile(NODE + "(, " + NODE + ")*");
    private static final Pattern DETACHMENT =
            Pattern.compile(NODE + "(<?)-\\[:" + NAME + "]-(>?)\\(:" + NAME + " \\{" + NAME + "}\\)");
    private static final Pattern DIRECTIVE = Pattern.compile("//\\s*(touches|detaches|holds):\\s*(.*?)\\s*");

    private final EventType type;
    private final String origin;
    private final List<TouchedNode> touches = new ArrayList<>();
    private final List<Detachment> detaches = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private boolean holds;

    private TemplateParser(EventType type, String origin) {
        this.type = type;
        this.origin = origin;
    }

    /** The outcome: a template, or everything that is wrong with the file. */
    sealed interface Parsed {
        /** A file without a fault that can be seen before Neo4j has seen it. */
        record Template(EventTemplate template) implements Parsed {}

        /** One line a problem, each with the file's name. */
        record Problems(List<String> problems) implements Parsed {}
    }

    static Parsed parse(EventType type, TemplateSource source) {
        return new TemplateParser(type, source.origin()).parse(source);
    }

    private Parsed parse(TemplateSource source) {
        source.text().lines().map(DIRECTIVE::matcher).filter(Matcher::matches).forEach(this::directive);
        check(!touches.isEmpty(), "needs a line such as '// touches: (:Label {property: payload_field})'");
        for (String statement : source.statements()) {
            check(statement.contains("$batch.rows"), "must take its rows from the parameter $batch.rows");
        }
        detaches.forEach(detachment -> check(
                touches.contains(detachment.from()),
                "detaches from (:" + detachment.from().kind().label() + "), which it does not touch"));
        Set<String> declared = type.fields().stream().map(FieldRule::name).collect(Collectors.toSet());
        for (TouchedNode touched : touches) {
            check(declared.contains(touched.field()), "touches a node by " + touched.field() + ", no payload field");
        }
        for (String reserved : ROW_FIELDS) {
            check(!declared.contains(reserved), "the payload can't have a field of the reserved name " + reserved);
        }
        return problems.isEmpty()
                ? new Parsed.Template(new EventTemplate(
                        type,
                        source.text().strip(),
                        touches,
                        detaches,
                        holds,
                        source.load().map(String::strip),
                        source.create().map(String::strip),
                        origin))
                : new Parsed.Problems(List.copyOf(problems));
    }

    private void directive(Matcher line) {
        switch (line.group(1)) {
            case "touches" -> touches(line.group(2));
            case "detaches" -> detaches(line.group(2));
            default -> {
                holds = line.group(2).equals("all");
                check(holds, "'holds' can say 'all' only, not: " + line.group(2));
            }
        }
    }

    private void touches(String patterns) {
        check(
                NODES.matcher(patterns).matches(),
                "'touches' lists patterns (:Label {property: payload_field}), not: " + patterns);
        Matcher node = NODE_PATTERN.matcher(patterns);
        while (node.find()) {
            touches.add(touched(node));
        }
    }

    private void detaches(String patterns) {
        Matcher detachment = DETACHMENT.matcher(patterns);
        if (detachment.matches()
                && detachment.group(4).isEmpty() != detachment.group(6).isEmpty()) {
            detaches.add(new Detachment(
                    touched(detachment),
                    detachment.group(5),
                    detachment.group(4).isEmpty(),
                    new NodeKind(detachment.group(7), detachment.group(8))));
        } else {
            check(
                    false,
                    "'detaches' names one pattern (:Label {property: payload_field})-[:TYPE]->(:Label {property}), not: "
                            + patterns);
        }
    }

    private static TouchedNode touched(Matcher node) {
        return new TouchedNode(new NodeKind(node.group(1), node.group(2)), node.group(3));
    }

    private void check(boolean holds, String problem) {
        if (!holds) {
            problems.add(origin + ": " + problem);
        }
    }
}
