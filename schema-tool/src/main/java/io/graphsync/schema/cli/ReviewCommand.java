package io.graphsync.schema.cli;

import io.graphsync.schema.ToolVersion;
import io.graphsync.schema.failure.FailureKind;
import io.graphsync.schema.failure.MigrateException;
import io.graphsync.schema.file.GivenFiles;
import io.graphsync.schema.file.GivenFiles.Given;
import io.graphsync.schema.file.MigrationFile;
import io.graphsync.schema.file.MigrationSource;
import io.graphsync.schema.file.Store;
import io.graphsync.schema.parse.StatementReader;
import io.graphsync.schema.rehearse.PgRehearsal;
import io.graphsync.schema.rehearse.RehearsedReview;
import io.graphsync.schema.rehearse.ThrowawayPostgres;
import io.graphsync.schema.report.review.ReviewGithub;
import io.graphsync.schema.report.review.ReviewJson;
import io.graphsync.schema.report.review.ReviewJunit;
import io.graphsync.schema.report.review.ReviewMarkdown;
import io.graphsync.schema.report.review.ReviewSarif;
import io.graphsync.schema.report.review.ReviewText;
import io.graphsync.schema.review.FileReview;
import io.graphsync.schema.review.Review;
import io.graphsync.schema.review.Rule;
import io.graphsync.schema.review.Verdict;
import io.graphsync.schema.review.cypher.CypherRule;
import io.graphsync.schema.review.pg.PgRule;
import io.graphsync.schema.review.text.Reviewer;
import io.graphsync.schema.target.PostgresTarget;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
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

    @Option(names = "--base", paramLabel = "PATH", description = "SQL that builds the schema that the files stand on")
    private List<Path> base = List.of();

    @Option(names = "--independent", description = "Review every file on the base alone, not on those before it")
    private boolean independent;

    @Option(names = "--static", description = "Read the files only; rehearse nothing")
    private boolean staticOnly;

    @Option(
            names = "--shadow-url",
            paramLabel = "URL",
            description = "Rehearse on this server, in databases of its own, instead of one that is started for it;"
                    + " postgres://USER@HOST:PORT/DATABASE, with the password in the environment or the URL")
    private Optional<String> shadow = Optional.empty();

    @Option(
            names = {"-v", "--verbose"},
            description = "Tell also what is only good to know, of every statement")
    private boolean verbose;

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
        StatementReader reader = new StatementReader();
        List<Given> given = paths.isEmpty() ? packaged() : GivenFiles.read(paths);
        List<MigrationFile> standing =
                GivenFiles.read(base).stream().map(Given::file).toList();
        reader.readAhead(Stream.concat(standing.stream(), given.stream().map(Given::file))
                .toList());
        boolean sql = given.stream().anyMatch(file -> file.file().store() == Store.PG);
        if (staticOnly || !sql) {
            return new Review(read(reader, given, standing), List.of());
        }
        if (shadow.isPresent()) {
            return rehearsed(reader, given, standing, shadowServer(shadow.get()));
        }
        try (ThrowawayPostgres postgres = ThrowawayPostgres.start()) {
            return rehearsed(reader, given, standing, postgres.server());
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

    private Review rehearsed(
            StatementReader reader, List<Given> given, List<MigrationFile> standing, PgRehearsal.Server server) {
        List<FileReview> read = read(reader, given, standing);
        List<FileReview> files = new ArrayList<>();
        try (PgRehearsal rehearsal = new PgRehearsal(server, reader, standing)) {
            RehearsedReview rehearsed = new RehearsedReview(reader, rehearsal);
            rehearsed.beginOnBase();
            for (int i = 0; i < given.size(); i++) {
                files.add(rehearsed.rehearse(given.get(i), read.get(i)));
                if (independent) {
                    rehearsed.beginOnBase();
                }
            }
            return new Review(files, rehearsed.notes());
        }
    }

    private static PgRehearsal.Server shadowServer(String url) {
        PostgresTarget target;
        try {
            target = PostgresTarget.parse(url);
        } catch (IllegalArgumentException e) {
            throw new MigrateException(FailureKind.CONFIGURATION, "--shadow-url: " + e.getMessage(), e);
        }
        return new PgRehearsal.Server(
                target.jdbcUrl(), target.user().orElse(""), target.password().orElse(""));
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
