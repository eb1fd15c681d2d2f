package io.graphsync.verification.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The same migrations for two tools: {@code pg/001_part.sql} for ours, {@code V1__part.sql} for Flyway. */
final class SchemaFiles {
    private SchemaFiles() {}

    static void write(Path ours, Path flyway, int count) throws IOException {
        Path pg = Files.createDirectories(ours.resolve("pg"));
        Files.createDirectories(flyway);
        for (int i = 1; i <= count; i++) {
            String sql = sql(i);
            Files.writeString(pg.resolve("%03d_part.sql".formatted(i)), sql);
            Files.writeString(flyway.resolve("V%d__part.sql".formatted(i)), sql);
        }
    }

    private static String sql(int number) {
        return """
                CREATE TABLE part_%1$d (
                  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                  name text NOT NULL CHECK (name <> ''),
                  created_at timestamptz NOT NULL DEFAULT now()
                );
                CREATE INDEX part_%1$d_name ON part_%1$d (name);
                CREATE FUNCTION part_%1$d_count() RETURNS bigint LANGUAGE sql STABLE
                  AS $$ SELECT count(*) FROM part_%1$d $$;
                COMMENT ON TABLE part_%1$d IS 'part; number %1$d';
                """.formatted(number);
    }
}
