package io.graphsync.schema.review;

import io.graphsync.schema.file.GivenFiles;
import io.graphsync.schema.file.MigrationFile;
import io.graphsync.schema.parse.PgStatement;
import io.graphsync.schema.parse.StatementReader;
import io.graphsync.schema.review.text.Reviewer;
import io.graphsync.schema.secret.StatementBinder;
import io.graphsync.schema.secret.Variables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the review says about the examples of PostgreSQL. */
final class ExampleReview {
    /** Test classes run side by side. */
    private static final ThreadLocal<StatementReader> READER = ThreadLocal.withInitial(StatementReader::new);

    private static final Pattern INDEX = Pattern.compile("INDEX (\\w+) ON");
    private static final StatementBinder VALUES =
            new StatementBinder(new Variables(Map.of("APP_PASSWORD", "open sesame")));

    private final Path folder;

    /** Writes its files into a folder. */
    ExampleReview(Path folder) {
        this.folder = folder;
    }

    /** The review of a part, on top of what is there before it. */
    FileReview of(RuleExample example, RuleExample.Part part) throws IOException {
        Reviewer reviewer = new Reviewer(READER.get());
        reviewer.know(file("setup", example.setup()));
        return reviewer.review("example.sql", file("example", part.file()));
    }

    /** The rules that have something to say about a file or one of its statements. */
    static Set<String> rules(FileReview review) {
        return Stream.concat(
                        review.findings().stream(),
                        review.statements().stream().flatMap(statement -> statement.findings().stream()))
                .map(Finding::rule)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What the statements of a file lock and write anew all together; empty if the review can't tell. */
    Optional<RulePages.Measured> predicted(RuleExample example) throws IOException {
        FileReview review = of(example, example.bad());
        if (!review.statements().stream().allMatch(StatementReview::understood)) {
            return Optional.empty();
        }
        Map<String, String> locks = new TreeMap<>();
        Set<String> rewrites = new TreeSet<>();
        Set<String> indexes = indexNames(example);
        for (StatementReview statement : review.statements()) {
            statement.locks().stream()
                    .filter(lock -> !indexes.contains(lock.relation()))
                    .forEach(lock -> locks.merge(lock.relation(), lock.mode(), ExampleRun::stronger));
            rewrites.addAll(statement.rewrites());
        }
        return Optional.of(new RulePages.Measured(Optional.of(locks), List.copyOf(rewrites), Optional.empty()));
    }

    /** The statements as they are sent to a server. */
    List<String> statements(RuleExample.Part part) throws IOException {
        MigrationFile file = file("example", part.file());
        var parsed = READER.get().read(file);
        if (!parsed.refusals().isEmpty()) {
            return RuleExample.statements(part.text());
        }
        return parsed.statements().stream()
                .map(PgStatement.class::cast)
                .map(statement -> VALUES.bind(statement, file.directives()).orElseThrow())
                .toList();
    }

    /** Tables are compared; their indexes follow them. */
    private static Set<String> indexNames(RuleExample example) {
        Set<String> names = new TreeSet<>();
        Matcher matcher = INDEX.matcher(example.setup());
        while (matcher.find()) {
            names.add("public." + matcher.group(1));
        }
        return names;
    }

    /** A file that does nothing has to say so in a comment. */
    private MigrationFile file(String name, String sql) throws IOException {
        String text = sql.isEmpty() ? "-- nothing" : sql;
        Path file = Files.writeString(folder.resolve(name + ".sql"), text);
        return GivenFiles.read(List.of(file)).getFirst().file();
    }
}
