package io.graphsync.schema.gate;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.graphsync.schema.failure.FailureKind;
import io.graphsync.schema.failure.MigrateException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A plan as it was shown to somebody, to be applied exactly so or not at all.
 *
 * @param format name and version of the file's layout
 * @param environment what {@code DB_ENV} said
 * @param digest of all that it shows of files and statements, see {@link PlanDigest}
 * @param fingerprint of the stores as they were
 * @param targets the stores, for people
 * @param madeAt ISO-8601, for people
 * @param toolVersion of the tool that made it
 * @param files what would run, in order
 */
public record PlanFile(
        String format,
        String environment,
        String digest,
        String fingerprint,
        List<String> targets,
        String madeAt,
        String toolVersion,
        List<PlannedPart> files) {
    /** The layout that this version writes and reads. */
    public static final String FORMAT = "migrate.plan-file/1";

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /**
     * One file of a plan.
     *
     * @param file its path, such as {@code pg/07_outbox.sql}
     * @param checksum of its text
     * @param statementsDone how many of its statements were done before
     * @param riskClass the highest of its statements
     * @param statements those that would run
     */
    public record PlannedPart(
            String file, String checksum, int statementsDone, String riskClass, List<PlannedStatement> statements) {
        public PlannedPart {
            statements = List.copyOf(statements);
        }
    }

    /**
     * One statement of a plan.
     *
     * @param line where it starts in its file
     * @param riskClass green, yellow or red
     * @param destructive true if data, or what guards it, is lost for good
     * @param text the statement, with the names of its variables instead of their values
     */
    public record PlannedStatement(int line, String riskClass, boolean destructive, String text) {}

    public PlanFile {
        targets = List.copyOf(targets);
        files = List.copyOf(files);
    }

    /** Writes it, in place of what may be there. */
    public void write(Path file) {
        try {
            Files.writeString(
                    file,
                    JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n",
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new MigrateException(FailureKind.CONFIGURATION, "Cannot write the plan to " + file + ": " + e, e);
        }
    }

    /**
     * Reads one back.
     *
     * @throws MigrateException if the file is not there, is none that this version made, or was altered
     */
    public static PlanFile read(Path file) {
        try {
            PlanFile plan = JSON.readValue(Files.readString(file), PlanFile.class);
            if (!FORMAT.equals(plan.format())) {
                throw new MigrateException(
                        FailureKind.CONFIGURATION,
                        file + " has the format '" + plan.format() + "'; this version reads " + FORMAT
                                + ". Make the plan anew: migrate plan --out " + file);
            }
            if (!PlanDigest.ofParts(plan.files()).equals(plan.digest())) {
                throw new MigrateException(
                        FailureKind.REFUSED,
                        file + " was altered after it was made: it shows other statements than it stands for");
            }
            return plan;
        } catch (JacksonException | NullPointerException e) {
            throw new MigrateException(
                    FailureKind.CONFIGURATION, file + " is no plan that 'migrate plan --out' made", e);
        } catch (IOException e) {
            throw new MigrateException(FailureKind.CONFIGURATION, "Cannot read the plan in " + file + ": " + e, e);
        }
    }
}
