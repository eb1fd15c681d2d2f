package io.graphsync.schema.review;

import java.util.List;

/**
 * A review of migration files of both stores, in the order in which they run.
 *
 * @param files every file that was reviewed
 * @param notes what a person should know though it concerns no file
 */
public record Review(List<FileReview> files, List<String> notes) {
    public Review {
        files = List.copyOf(files);
        notes = List.copyOf(notes);
    }

    /** The worst of all files. */
    public Verdict verdict() {
        return files.stream().map(FileReview::verdict).reduce(Verdict.SAFE, Verdict::or);
    }
}
