package io.graphsync.schema.review;

import java.util.List;

/**
 * A review of migration files of both stores, in the order in which they run.
 *
 * @param files every file that was reviewed
 * @param notes what a person should know though it concerns no file
 * @param sizes how large the relations are where the files will run
 */
public record Review(List<FileReview> files, List<String> notes, TableSizes sizes) {
    /** Where nothing is known of the server that the files are meant for. */
    public Review(List<FileReview> files, List<String> notes) {
        this(files, notes, TableSizes.UNKNOWN);
    }

    public Review {
        files = List.copyOf(files);
        notes = List.copyOf(notes);
    }

    /** The worst of all files. */
    public Verdict verdict() {
        return files.stream().map(FileReview::verdict).reduce(Verdict.SAFE, Verdict::or);
    }
}
