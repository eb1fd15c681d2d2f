package io.graphsync.schema.file;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the directives at the head of one file: lines such as {@code -- migrate: no-transaction} before the first
 * statement. Collects every problem instead of stopping at the first.
 */
final class DirectiveReader {
    private static final String MARK = "migrate:";

    private final Store store;
    private final String path;
    private final List<String> problems;

    private boolean transactional = true;
    private final Set<String> extensions = new LinkedHashSet<>();
    private final List<Directives.Allowance> allowed = new ArrayList<>();
    private Optional<Duration> timeout = Optional.empty();
    private final Set<FileRef> dependsOn = new LinkedHashSet<>();
    private final Map<String, Optional<String>> optionalVariables = new HashMap<>();

    private DirectiveReader(Store store, String path, List<String> problems) {
        this.store = store;
        this.path = path;
        this.problems = problems;
    }

    /** Reads the directives of {@code text}; what is wrong with them is added to {@code problems}, one line each. */
    static Directives read(Store store, String path, String text, List<String> problems) {
        return new DirectiveReader(store, path, problems).readHead(text);
    }

    private Directives readHead(String text) {
        int number = 0;
        boolean head = true;
        for (String line : text.split("\n", -1)) {
            number++;
            String trimmed = line.strip();
            head &= trimmed.isEmpty() || trimmed.startsWith(store.commentMark());
            Optional<String> directive = directive(trimmed);
            if (directive.isPresent()
                    && require(
                            number,
                            head,
                            "a directive stands at the head, where nothing but such comments comes before it")) {
                readDirective(number, directive.get());
            }
        }
        return new Directives(transactional, extensions, allowed, timeout, dependsOn, optionalVariables);
    }

    private Optional<String> directive(String line) {
        if (!line.startsWith(store.commentMark())) {
            return Optional.empty();
        }
        String comment = line.substring(store.commentMark().length()).strip();
        return comment.toLowerCase(Locale.ROOT).startsWith(MARK)
                ? Optional.of(comment.substring(MARK.length()).strip())
                : Optional.empty();
    }

    private void readDirective(int line, String directive) {
        int space = directive.indexOf(' ');
        String name = space < 0 ? directive : directive.substring(0, space);
        String argument = space < 0 ? "" : directive.substring(space + 1).strip();
        switch (name) {
            case "no-transaction" -> {
                transactional = false;
                require(
                        line,
                        argument.isEmpty() && store == Store.PG,
                        "no-transaction takes no argument, in pg files only");
            }
            case "requires-extension" -> {
                extensions.add(argument);
                require(line, isName(argument) && store == Store.PG, "write requires-extension NAME, in pg files only");
            }
            case "allow" -> readAllowance(line, argument);
            case "timeout" -> readTimeout(line, argument);
            case "depends-on" -> readDependency(line, argument);
            case "optional-variable" -> readOptionalVariable(line, argument);
            default ->
                require(
                        line,
                        false,
                        "unknown directive '" + name
                                + "'; known are no-transaction, requires-extension, allow, timeout,"
                                + " depends-on and optional-variable");
        }
    }

    private void readAllowance(int line, String argument) {
        int space = argument.indexOf(' ');
        String rule = space < 0 ? argument : argument.substring(0, space);
        String reason = space < 0 ? "" : argument.substring(space + 1).strip();
        boolean quoted =
                reason.startsWith("reason=\"") && reason.endsWith("\"") && reason.length() > "reason=\"\"".length();
        if (require(line, isName(rule) && quoted, "write allow RULE reason=\"why this is right here\"")) {
            allowed.add(new Directives.Allowance(rule, reason.substring("reason=\"".length(), reason.length() - 1)));
        }
    }

    private void readTimeout(int line, String argument) {
        try {
            timeout = Optional.of(DurationText.parse(argument));
        } catch (IllegalArgumentException e) {
            require(line, false, "timeout: " + e.getMessage());
        }
    }

    private void readDependency(int line, String argument) {
        Optional<FileRef> ref = readRef(argument);
        if (require(line, ref.isPresent(), "write depends-on pg/NN or depends-on neo4j/NN")) {
            dependsOn.add(ref.orElseThrow());
        }
    }

    private static Optional<FileRef> readRef(String text) {
        for (Store store : Store.values()) {
            String prefix = store.id() + "/";
            if (text.startsWith(prefix)) {
                return FileName.number(text.substring(prefix.length())).map(number -> new FileRef(store, number));
            }
        }
        return Optional.empty();
    }

    private void readOptionalVariable(int line, String argument) {
        int space = argument.indexOf(' ');
        String name = space < 0 ? argument : argument.substring(0, space);
        Optional<String> value = space < 0
                ? Optional.empty()
                : Optional.of(argument.substring(space + 1).strip());
        if (require(
                line, isName(name) && store == Store.PG, "write optional-variable NAME [VALUE], in pg files only")) {
            optionalVariables.put(name, value);
        }
    }

    private static boolean isName(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_' || c == '-');
    }

    private boolean require(int line, boolean holds, String problem) {
        if (!holds) {
            problems.add(path + ":" + line + ": " + problem);
        }
        return holds;
    }
}
