package io.graphsync.schema.review;

import io.graphsync.schema.review.cypher.CypherRule;
import io.graphsync.schema.review.pg.PgRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** The pages of {@code docs/rules}: what each rule says, and what servers did. */
final class RulePages {
    private static final String MADE = "<!-- Made by RuleExamplesIT with -Dgraphsync.rules.write=true. -->\n\n";

    /** The pages, and the first letters of the rules on each. */
    private static final Map<String, String> TITLES = titles();

    private RulePages() {}

    /**
     * What an example did.
     *
     * @param locks by relation; empty where a transaction was not there to hold them until they were read
     * @param rewrites relations that were written anew
     * @param refusal why the server did nothing, if it refused
     */
    record Measured(Optional<Map<String, String>> locks, List<String> rewrites, Optional<String> refusal) {
        /** The first line of a server's refusal. */
        static Measured refused(String code, String message) {
            String reason = message.lines().findFirst().orElse("").replace("ERROR: ", "");
            return new Measured(Optional.empty(), List.of(), Optional.of(code + ": " + reason));
        }
    }

    /** An example with what was predicted, if anything could be, and what each server did, by its major. */
    record Result(RuleExample example, Optional<Measured> predicted, Map<Integer, Measured> measured) {}

    private static Map<String, String> titles() {
        Map<String, String> titles = new LinkedHashMap<>();
        titles.put("DD", "Destruction, security and control");
        titles.put("LK", "Locks, rewrites and scans in PostgreSQL");
        titles.put("CR", "Correctness");
        titles.put("CY", "Neo4j");
        return titles;
    }

    private static String file(String family) {
        return switch (family) {
            case "DD" -> "destruction.md";
            case "LK" -> "locks.md";
            case "CR" -> "correctness.md";
            default -> "neo4j.md";
        };
    }

    /** The text of each page, by its file name. */
    static Map<String, String> render(List<Result> results, List<RuleExample> cypher) {
        Map<String, String> pages = new TreeMap<>();
        pages.put("README.md", index());
        TITLES.forEach((family, title) -> {
            StringBuilder page = new StringBuilder(MADE + "# " + title + "\n");
            rules(family).forEach(rule -> page.append(rule(rule, results, cypher)));
            pages.put(file(family), page.toString());
        });
        return pages;
    }

    private static List<Rule> rules(String family) {
        return Stream.<Rule>concat(Arrays.stream(PgRule.values()), Arrays.stream(CypherRule.values()))
                .filter(rule -> rule.id().startsWith(family))
                .sorted((one, other) -> one.id().compareTo(other.id()))
                .toList();
    }

    private static String index() {
        StringBuilder page = new StringBuilder(MADE + """
                # Rules of the review

                What `./migrate review` looks for. The class says how much care a statement needs: green may be deployed by
                itself, yellow wants a look and timeouts, red an approval, and a backup where data is at stake. The severity is
                what the rule mostly comes to: info leaves the verdict SAFE, warning makes it NEEDS CHANGES, error BLOCKED.
                A file that breaks a rule on purpose says so in its head: `-- migrate: allow RULE reason="…"`.

                The examples ran on servers, the good ones, too. Those of PostgreSQL ran on the two versions that their tables
                name: what `pg_locks` and `relfilenode` showed is what the rule predicts, or the server refused the file. Where a
                table says "not measured", the statements share no transaction, and their locks were gone before they could be
                read. Where it says "can't be told", the review says so as well, and stops the file. Those of Neo4j ran on the
                Community Edition.

                Four ids stand for no rule: `PARSE` is what can't be understood, `SERVER` what the server itself said in the
                rehearsal, `DOWN` what was left when a file was applied and taken back there, and `SIZE` that a large table could not
                be written to for long.

                | rule | what | class | severity |
                |---|---|---|---|
                """);
        TITLES.keySet().stream()
                .flatMap(family -> rules(family).stream())
                .forEach(rule -> page.append("| [%s](%s#%s) | %s | %s | %s |\n"
                        .formatted(
                                rule.id(),
                                file(rule.id().substring(0, 2)),
                                rule.id().toLowerCase(java.util.Locale.ROOT),
                                rule.title(),
                                rule.riskClass().word(),
                                Finding.of(rule, "").severity().word())));
        page.append("\nWithout an example, since no server that the tests have can run one:\n\n");
        new TreeMap<>(RuleExample.NOT_RUN)
                .forEach((rule, reason) -> page.append("- ")
                        .append(rule)
                        .append(": ")
                        .append(reason)
                        .append("\n"));
        return page.toString();
    }

    private static String rule(Rule rule, List<Result> results, List<RuleExample> cypher) {
        StringBuilder text = new StringBuilder("\n## " + rule.id() + "\n\n");
        text.append("**")
                .append(rule.title())
                .append("** (")
                .append(rule.riskClass().word())
                .append(")\n\n");
        text.append("Problem: ").append(rule.problem()).append(".\n\n");
        text.append("Instead: ").append(rule.fix()).append(".\n");
        Optional<Result> result = results.stream()
                .filter(candidate -> candidate.example().rule().equals(rule.id()))
                .findFirst();
        result.ifPresent(found -> text.append(example(found.example(), "sql")).append(table(found)));
        cypher.stream()
                .filter(candidate -> candidate.rule().equals(rule.id()))
                .findFirst()
                .ifPresent(found -> text.append(example(found, "cypher")).append(refusal(found)));
        return text.toString();
    }

    private static String example(RuleExample example, String language) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("```" + language);
        String comment = language.equals("sql") ? "-- " : "// ";
        if (!example.setup().isEmpty()) {
            lines.add(comment + "where there is");
            lines.add(example.setup());
        }
        lines.add(comment + "bad" + where(example.bad(), comment));
        lines.add(example.bad().text());
        if (!example.good().text().isEmpty()) {
            lines.add(comment + "good" + where(example.good(), comment));
            lines.add(example.good().text());
        }
        lines.add("```");
        return String.join("\n", lines) + "\n";
    }

    /** What the servers of Neo4j say that the tests have, which are of the Community Edition. */
    private static String refusal(RuleExample example) {
        return example.bad()
                .refusal()
                .map(refusal ->
                        "\nThe server refuses it with `" + refusal.code() + "`: … " + refusal.message() + " …\n")
                .orElse("");
    }

    private static String where(RuleExample.Part part, String comment) {
        return part.alone() ? ", in a file with " + comment + "migrate: no-transaction" : "";
    }

    private static String table(Result result) {
        boolean refused = result.example().bad().refusal().isPresent();
        List<Integer> majors = List.copyOf(new TreeMap<>(result.measured()).keySet());
        StringBuilder text = new StringBuilder(refused ? "\n| |" : "\n| | predicted |");
        majors.forEach(major -> text.append(" PostgreSQL ").append(major).append(" |"));
        text.append(refused ? "\n|---|" : "\n|---|---|")
                .append("---|".repeat(majors.size()))
                .append("\n");
        if (refused) {
            text.append("| refused |");
            cells(text, result, majors, measured -> measured.refusal().orElseThrow());
        } else {
            text.append("| locks |").append(predicted(result, RulePages::locks));
            cells(text, result, majors, RulePages::locks);
            text.append("| written anew |").append(predicted(result, RulePages::rewrites));
            cells(text, result, majors, RulePages::rewrites);
        }
        return text.toString();
    }

    private static String locks(Measured measured) {
        return measured.locks()
                .map(locks -> orNone(String.join(
                        "<br>",
                        locks.entrySet().stream()
                                .map(lock -> lock.getKey() + " " + lock.getValue())
                                .toList())))
                .orElse("not measured");
    }

    private static String rewrites(Measured measured) {
        return orNone(String.join(", ", measured.rewrites()));
    }

    private static String predicted(Result result, Function<Measured, String> cell) {
        return " " + result.predicted().map(cell).orElse("can't be told") + " |";
    }

    private static void cells(
            StringBuilder text, Result result, List<Integer> majors, Function<Measured, String> cell) {
        majors.forEach(major -> text.append(" ")
                .append(cell.apply(Objects.requireNonNull(result.measured().get(major))))
                .append(" |"));
        text.append("\n");
    }

    private static String orNone(String text) {
        return text.isEmpty() ? "none" : text;
    }
}
