package io.graphsync.schema.cli;

import io.graphsync.schema.ToolVersion;
import io.graphsync.schema.config.Settings;
import io.graphsync.schema.failure.FailureKind;
import io.graphsync.schema.failure.MigrateException;
import io.graphsync.schema.file.GitChanges;
import io.graphsync.schema.file.GivenFiles;
import io.graphsync.schema.file.GivenFiles.Given;
import io.graphsync.schema.file.MigrationFile;
import io.graphsync.schema.file.MigrationSource;
import io.graphsync.schema.file.Store;
import io.graphsync.schema.parse.StatementReader;
import io.graphsync.schema.progress.Progress;
import io.graphsync.schema.rehearse.PgRehearsal;
import io.graphsync.schema.rehearse.RehearsalServers;
import io.graphsync.schema.rehearse.RehearsedReview;
import io.graphsync.schema.report.review.ReviewGithub;
import io.graphsync.schema.report.review.ReviewJson;
import io.graphsync.schema.report.review.ReviewJunit;
import io.graphsync.schema.report.review.ReviewMarkdown;
import io.graphsync.schema.report.review.ReviewSarif;
import io.graphsync.schema.report.review.ReviewText;
import io.graphsync.schema.review.FileReview;
import io.graphsync.schema.review.Review;
import io.graphsync.schema.review.Rule;
import io.graphsync.schema.review.TableSizes;
import io.graphsync.schema.review.Verdict;
import io.graphsync.schema.review.cypher.CypherRule;
import io.graphsync.schema.review.pg.PgRule;
import io.graphsync.schema.review.text.LargeTables;
import io.graphsync.schema.review.text.Reviewer;
import io.graphsync.schema.target.Neo4jTarget;
import io.graphsync.schema.target.PostgresTarget;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code migrate review}. */
@Command(
        name = "review",
        mixinStandardHelpOptions = true,
        description = "Say what each statement of migrations would do to a live server; needs no target.",
        footer = {"", "Exits with 5 unless the verdict is SAFE."})
final class ReviewCommand implements Callable<Integer> {
    /** How a review is written. */
    enum Format {
        TEXT,
        JSON,
        MARKDOWN,
        SARIF,
        GITHUB,
        JUNIT
    }

    @Parameters(
            paramLabel = "PATH",
            arity = "0..*",
            description = "Files, or directories with pg and neo4j in them (default: the packaged migrations)")
    private List<Path> paths = List.of();

    @Option(
            names = {"--format", "-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "How to write the review: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Format format;

    @Option(
            names = "--base",
            paramLabel = "PATH",
            description = "SQL or Cypher that builds the schema that the files stand on")
    private List<Path> base = List.of();

    @Option(names = "--independent", description = "Review every file on the base alone, not on those before it")
    private boolean independent;

    @Option(
            names = "--since",
            paramLabel = "GIT-REF",
            description = "Tell of the files alone that are new or changed since the branch left GIT-REF, for example"
                    + " origin/main; the others are what these stand on")
    private Optional<String> since = Optional.empty();

    @Option(
            names = "--sizes",
            paramLabel = "FILE",
            description = "How large the tables are where the files will run, written there by 'migrate sizes'")
    private Optional<Path> sizesFile = Optional.empty();

    @Option(names = "--static", description = "Read the files only; rehearse nothing")
    private boolean staticOnly;

    @Option(
            names = "--shadow-url",
            paramLabel = "URL",
            description = "Rehearse on this server, in databases of its own, instead of one that is started for it;"
                    + " postgres://USER@HOST:PORT/DATABASE, with the password in the environment or the URL")
    private Optional<String> shadowUrl = Optional.empty();

    @Option(
            names = "--shadow-uri",
            paramLabel = "URI",
            description = "Rehearse on this empty Neo4j, which is emptied again, instead of one that is started for it;"
                    + " bolt://USER@HOST:PORT, with the password in NEO4J_PASSWORD or the URI")
    private Optional<String> shadowUri = Optional.empty();

    @Option(
            names = {"-v", "--verbose"},
            description = "Tell also what is only good to know, of every statement")
    private boolean verbose;

    @Option(
            names = {"-q", "--quiet"},
            description = "Do not tell on standard error what goes on")
    private boolean quiet;

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private MigrateCli cli;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        Review review = review();
        PrintWriter out = spec.commandLine().getOut();
        out.print(
                switch (format) {
                    case TEXT -> ReviewText.render(review, verbose);
                    case JSON -> ReviewJson.render(review);
                    case MARKDOWN -> ReviewMarkdown.render(review);
                    case SARIF -> ReviewSarif.render(review, ToolVersion.get(), rules());
                    case GITHUB -> ReviewGithub.render(review);
                    case JUNIT -> ReviewJunit.render(review);
                });
        out.flush();
        return review.verdict() == Verdict.SAFE ? 0 : 5;
    }

    private static List<Rule> rules() {
        return Stream.<Rule>concat(Arrays.stream(PgRule.values()), Arrays.stream(CypherRule.values()))
                .toList();
    }

    private Review review() {
        List<Given> given = paths.isEmpty() ? packaged() : GivenFiles.read(paths);
        Set<String> wanted = wanted(given);
        if (since.isPresent() && wanted.isEmpty()) {
            return new Review(List.of(), List.of("no file has changed since " + since.get()));
        }
        TableSizes sizes = sizesFile.map(SizesFile::read).orElse(TableSizes.UNKNOWN);
        Review whole = whole(given, wanted);
        List<FileReview> files = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            if (wanted.contains(given.get(i).path())) {
                files.add(LargeTables.weigh(given.get(i).file(), whole.files().get(i), sizes));
            }
        }
        return new Review(files, whole.notes(), sizes);
    }

    /** The paths of the files to tell of; others are what these stand on. */
    private Set<String> wanted(List<Given> given) {
        if (since.isPresent() && paths.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "--since needs a PATH: the packaged migrations are in no working tree");
        }
        Predicate<Given> changed = since.map(ref -> GitChanges.since(ref, paths))
                .<Predicate<Given>>map(changes -> file -> changes.touch(Path.of(file.path())))
                .orElse(file -> true);
        return given.stream().filter(changed).map(Given::path).collect(Collectors.toSet());
    }

    private Review whole(List<Given> given, Set<String> wanted) {
        StatementReader reader = new StatementReader();
        List<MigrationFile> standing =
                GivenFiles.read(base).stream().map(Given::file).toList();
        reader.readAhead(Stream.concat(standing.stream(), given.stream().map(Given::file))
                .toList());
        List<FileReview> read = read(reader, given, standing);
        if (staticOnly) {
            return new Review(read, List.of());
        }
        Set<Store> stores = given.stream()
                .filter(file -> wanted.contains(file.path()))
                .map(file -> file.file().store())
                .collect(Collectors.toSet());
        try (RehearsalServers.Opened servers = servers().open(stores, reader, standing, progress())) {
            return new RehearsedReview(reader, servers.rehearsals()).rehearse(given, read, independent);
        }
    }

    private List<FileReview> read(StatementReader reader, List<Given> given, List<MigrationFile> standing) {
        List<FileReview> files = new ArrayList<>();
        Reviewer reviewer = standingOn(reader, standing);
        if (!independent) {
            given.stream().map(Given::file).forEach(reviewer::expect);
        }
        for (Given file : given) {
            files.add(reviewer.review(file.path(), file.file()));
            if (independent) {
                reviewer = standingOn(reader, standing);
            }
        }
        return files;
    }

    private Progress progress() {
        return quiet ? Progress.silent() : line -> spec.commandLine().getErr().println("migrate: " + line);
    }

    private RehearsalServers servers() {
        return new RehearsalServers(
                shadowUrl.map(url -> {
                    PostgresTarget target = address("--shadow-url", () -> PostgresTarget.parse(url));
                    return new PgRehearsal.Server(
                            target.jdbcUrl(),
                            target.user().orElse(""),
                            target.password().orElse(""));
                }),
                shadowUri.map(uri -> address(
                        "--shadow-uri",
                        () -> Neo4jTarget.parse(
                                uri,
                                Settings.secret(cli.environment(), "NEO4J_USERNAME")
                                        .orElse("neo4j"),
                                Settings.secret(cli.environment(), "NEO4J_PASSWORD")
                                        .orElse("")))));
    }

    private static <T> T address(String option, Supplier<T> parse) {
        try {
            return parse.get();
        } catch (IllegalArgumentException e) {
            throw new MigrateException(FailureKind.CONFIGURATION, option + ": " + e.getMessage(), e);
        }
    }

    private static Reviewer standingOn(StatementReader reader, List<MigrationFile> standing) {
        Reviewer reviewer = new Reviewer(reader);
        standing.forEach(reviewer::know);
        return reviewer;
    }

    private static List<Given> packaged() {
        return GivenFiles.of(MigrationSource.packaged(), path -> path);
    }
}
