package io.graphsync.schema.review;

import io.graphsync.schema.file.GivenFiles;
import io.graphsync.schema.file.GivenFiles.Given;
import io.graphsync.schema.parse.StatementReader;
import io.graphsync.schema.rehearse.PgRehearsal;
import io.graphsync.schema.rehearse.RehearsedReview;
import io.graphsync.schema.review.text.Reviewer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reviews of files as the command makes them. */
final class ReviewedFiles {
    /** The packaged migrations, as they lie beside this module. */
    static final Path PACKAGED = Path.of("..", "migrations");

    private static final StatementReader READER = new StatementReader();

    private ReviewedFiles() {}

    static Path resource(String name) {
        return Path.of("src", "test", "resources").resolve(name);
    }

    static Review read(List<Path> base, Path... paths) {
        return new Review(reviews(base, GivenFiles.read(List.of(paths))), List.of());
    }

    static Review rehearse(PgRehearsal.Server server, List<Path> base, Path... paths) {
        List<Given> given = GivenFiles.read(List.of(paths));
        List<FileReview> read = reviews(base, given);
        List<FileReview> files = new ArrayList<>();
        var standing = GivenFiles.read(base).stream().map(Given::file).toList();
        try (PgRehearsal rehearsal = new PgRehearsal(server, READER, standing)) {
            RehearsedReview rehearsed = new RehearsedReview(READER, rehearsal);
            rehearsed.beginOnBase();
            for (int i = 0; i < given.size(); i++) {
                files.add(rehearsed.rehearse(given.get(i), read.get(i)));
            }
            return new Review(files, rehearsed.notes());
        }
    }

    private static List<FileReview> reviews(List<Path> base, List<Given> given) {
        Reviewer reviewer = new Reviewer(READER);
        GivenFiles.read(base).forEach(file -> reviewer.know(file.file()));
        given.forEach(file -> reviewer.expect(file.file()));
        return given.stream()
                .map(file -> reviewer.review(file.path(), file.file()))
                .toList();
    }
}
