package io.graphsync.schema.review;

import io.graphsync.schema.file.GivenFiles;
import io.graphsync.schema.file.GivenFiles.Given;
import io.graphsync.schema.file.MigrationFile;
import io.graphsync.schema.parse.StatementReader;
import io.graphsync.schema.rehearse.GraphRehearsal;
import io.graphsync.schema.rehearse.PgRehearsal;
import io.graphsync.schema.rehearse.Rehearsal;
import io.graphsync.schema.rehearse.RehearsedReview;
import io.graphsync.schema.review.text.LargeTables;
import io.graphsync.schema.review.text.Reviewer;
import io.graphsync.schema.target.Neo4jTarget;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reviews of files as the command makes them. */
final class ReviewedFiles {
    /** The packaged migrations, as they lie beside this module. */
    static final Path PACKAGED = Path.of("..", "migrations");

    /** Test classes run side by side. */
    private static final ThreadLocal<StatementReader> READER = ThreadLocal.withInitial(StatementReader::new);

    private ReviewedFiles() {}

    static Path resource(String name) {
        return Path.of("src", "test", "resources").resolve(name);
    }

    static Review read(List<Path> base, Path... paths) {
        return new Review(reviews(base, GivenFiles.read(List.of(paths))), List.of());
    }

    /** By the text, for tables of these sizes. */
    static Review read(List<Path> base, TableSizes sizes, Path... paths) {
        List<Given> given = GivenFiles.read(List.of(paths));
        List<FileReview> read = reviews(base, given);
        List<FileReview> weighed = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            weighed.add(LargeTables.weigh(given.get(i).file(), read.get(i), sizes));
        }
        return new Review(weighed, List.of(), sizes);
    }

    /** By a PostgreSQL alone: files of Neo4j stay as the rules say. */
    static Review rehearse(PgRehearsal.Server server, List<Path> base, Path... paths) {
        try (Rehearsal rehearsal = new PgRehearsal(server, READER.get(), files(base))) {
            return rehearse(rehearsal, base, paths);
        }
    }

    /** By a Neo4j alone: files of PostgreSQL stay as the rules say. */
    static Review rehearse(Neo4jTarget server, List<Path> base, Path... paths) {
        try (Rehearsal rehearsal = new GraphRehearsal(server, READER.get(), files(base))) {
            return rehearse(rehearsal, base, paths);
        }
    }

    private static Review rehearse(Rehearsal rehearsal, List<Path> base, Path... paths) {
        List<Given> given = GivenFiles.read(List.of(paths));
        return new RehearsedReview(READER.get(), List.of(rehearsal)).rehearse(given, reviews(base, given), false);
    }

    private static List<MigrationFile> files(List<Path> paths) {
        return GivenFiles.read(paths).stream().map(Given::file).toList();
    }

    private static List<FileReview> reviews(List<Path> base, List<Given> given) {
        Reviewer reviewer = new Reviewer(READER.get());
        GivenFiles.read(base).forEach(file -> reviewer.know(file.file()));
        given.forEach(file -> reviewer.expect(file.file()));
        return given.stream()
                .map(file -> reviewer.review(file.path(), file.file()))
                .toList();
    }
}
