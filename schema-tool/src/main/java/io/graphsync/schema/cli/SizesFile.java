package io.graphsync.schema.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.graphsync.schema.failure.FailureKind;
import io.graphsync.schema.failure.MigrateException;
import io.graphsync.schema.review.TableSizes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The sizes of tables as {@code migrate sizes} writes them and {@code review --sizes} reads them. */
final class SizesFile {
    private static final String FORMAT = "migrate.sizes/1";

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

    private SizesFile() {}

    /** What the file holds. */
    private record Content(String format, Map<String, Long> bytes) {}

    static String write(TableSizes sizes) {
        try {
            return JSON.writerWithDefaultPrettyPrinter()
                    .writeValueAsString(new Content(FORMAT, new TreeMap<>(sizes.bytes())));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("sizes are plain values", e);
        }
    }

    static TableSizes read(Path file) {
        try {
            Content content = JSON.readValue(Files.readString(file), Content.class);
            if (!FORMAT.equals(content.format())
                    || content.bytes() == null
                    || content.bytes().values().stream().anyMatch(Objects::isNull)) {
                throw wrong(file, "it is not of the format " + FORMAT);
            }
            return new TableSizes(content.bytes());
        } catch (JsonProcessingException e) {
            throw wrong(file, e.getOriginalMessage());
        } catch (IOException e) {
            throw wrong(file, String.valueOf(e.getMessage()));
        }
    }

    private static MigrateException wrong(Path file, String why) {
        return new MigrateException(
                FailureKind.CONFIGURATION,
                "--sizes: " + file + " can't be read: " + why + "; make it with 'migrate sizes > " + file.getFileName()
                        + "'");
    }
}
