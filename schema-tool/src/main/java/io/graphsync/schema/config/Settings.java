package io.graphsync.schema.config;

import io.graphsync.schema.failure.FailureKind;
import io.graphsync.schema.failure.MigrateException;
import io.graphsync.schema.file.Store;
import io.graphsync.schema.gate.Gate;
import io.graphsync.schema.secret.Variables;
import io.graphsync.schema.target.Neo4jTarget;
import io.graphsync.schema.target.PostgresTarget;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a run works on, and for which environment.
 *
 * @param postgres where PostgreSQL is, if the run works on it
 * @param neo4j where Neo4j is, if the run works on it
 * @param variables the values that migrations take from outside
 */
public record Settings(Optional<PostgresTarget> postgres, Optional<Neo4jTarget> neo4j, Gate gate, Variables variables) {
    private static final Set<String> ENVIRONMENTS = Set.of(Gate.PRODUCTION, "staging", "development");

    /**
     * Reads the environment.
     *
     * @param environment the process's environment variables
     * @param stores the stores that the run works on; settings of others are not looked at
     * @throws MigrateException naming every setting that is missing or wrong
     */
    public static Settings read(Map<String, String> environment, Set<Store> stores) {
        Reader reader = new Reader(environment);
        String name = reader.value("DB_ENV").orElse("development");
        if (!ENVIRONMENTS.contains(name)) {
            reader.problems.add("DB_ENV: is '" + name + "'; it can be production, staging or development");
        }
        Gate gate = new Gate(
                name, reader.value("DEPLOY_CONFIRM").filter("YES"::equals).isPresent());
        Optional<PostgresTarget> postgres = stores.contains(Store.PG) ? reader.postgres(gate) : Optional.empty();
        Optional<Neo4jTarget> neo4j = stores.contains(Store.NEO4J) ? reader.neo4j() : Optional.empty();
        if (!reader.problems.isEmpty()) {
            throw new MigrateException(FailureKind.CONFIGURATION, String.join("\n", reader.problems));
        }
        return new Settings(postgres, neo4j, gate, new Variables(environment));
    }

    /**
     * Reads one secret, or the file that its twin with _FILE names.
     *
     * @return empty if it is not set
     * @throws MigrateException if both are set, or the file can't be read
     */
    public static Optional<String> secret(Map<String, String> environment, String key) {
        Reader reader = new Reader(environment);
        Optional<String> value = reader.value(key);
        if (!reader.problems.isEmpty()) {
            throw new MigrateException(FailureKind.CONFIGURATION, String.join("\n", reader.problems));
        }
        return value;
    }

    /** The stores that the run works on. */
    public Set<Store> stores() {
        Set<Store> stores = EnumSet.noneOf(Store.class);
        postgres.ifPresent(target -> stores.add(Store.PG));
        neo4j.ifPresent(target -> stores.add(Store.NEO4J));
        return stores;
    }

    /** Collects what is wrong while it reads. */
    private static final class Reader {
        private final Map<String, String> environment;
        private final List<String> problems = new ArrayList<>();

        Reader(Map<String, String> environment) {
            this.environment = environment;
        }

        /** A setting, or the content of the file that its twin with _FILE names; an empty one counts as unset. */
        Optional<String> value(String key) {
            Optional<String> direct = Optional.ofNullable(environment.get(key)).filter(v -> !v.isBlank());
            Optional<String> file =
                    Optional.ofNullable(environment.get(key + "_FILE")).filter(v -> !v.isBlank());
            if (direct.isPresent() && file.isPresent()) {
                problems.add(key + ": is set, and " + key + "_FILE too; keep one of them");
                return direct;
            }
            if (file.isEmpty()) {
                return direct;
            }
            try {
                return Optional.of(Variables.readSecretFile(key + "_FILE", file.get()));
            } catch (MigrateException e) {
                problems.add(e.text());
                return Optional.empty();
            }
        }

        Optional<PostgresTarget> postgres(Gate gate) {
            List<String> keys = gate.production()
                    ? List.of("MIGRATOR_DATABASE_URL", "DATABASE_URL")
                    : List.of("MIGRATOR_DATABASE_URL", "DEV_DATABASE_URL", "DATABASE_URL");
            for (String key : keys) {
                Optional<String> url = value(key);
                if (url.isPresent()) {
                    return parse(key, url.get());
                }
            }
            problems.add(keys.getFirst() + ": is not set, nor is " + String.join(" or ", keys.subList(1, keys.size()))
                    + "; set one to postgres://USER:PASSWORD@HOST:PORT/DATABASE, or its twin with _FILE to a file that"
                    + " holds it");
            return Optional.empty();
        }

        private Optional<PostgresTarget> parse(String key, String url) {
            try {
                return Optional.of(PostgresTarget.parse(url));
            } catch (IllegalArgumentException e) {
                problems.add(key + ": " + e.getMessage());
                return Optional.empty();
            }
        }

        Optional<Neo4jTarget> neo4j() {
            Optional<String> uri = value("NEO4J_URI");
            Optional<String> password = value("NEO4J_PASSWORD");
            if (uri.isEmpty()) {
                problems.add("NEO4J_URI: is not set; for example neo4j://HOST:7687");
            }
            if (password.isEmpty()) {
                problems.add("NEO4J_PASSWORD: is not set, nor is NEO4J_PASSWORD_FILE");
            }
            if (uri.isEmpty() || password.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(new Neo4jTarget(
                    uri.get(),
                    value("NEO4J_USERNAME").orElse("neo4j"),
                    password.get(),
                    value("NEO4J_DATABASE").orElse("neo4j"),
                    value("NEO4J_INITIAL_PASSWORD")));
        }
    }
}
