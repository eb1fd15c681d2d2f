package io.graphsync.source.database;

import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.types.Password;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * How to reach PostgreSQL.
 *
 * @param url a JDBC URL that names one host
 * @param user the role to log in as
 * @param password never printed
 */
public record DatabaseSettings(String url, String user, Password password) {
    private static final Set<String> NO_PARAMETERS = Set.of(
            PGProperty.PG_HOST.getName(),
            PGProperty.PG_PORT.getName(),
            PGProperty.PG_DBNAME.getName(),
            PGProperty.USER.getName(),
            PGProperty.PASSWORD.getName());

    /** Checks that the URL can be read. */
    public DatabaseSettings {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(password, "password");
        parse(url);
    }

    /** Returns the host's name. */
    public String host() {
        return property(PGProperty.PG_HOST);
    }

    /** Returns the port. */
    public int port() {
        return Integer.parseInt(property(PGProperty.PG_PORT));
    }

    /** Returns the database's name. */
    public String database() {
        return property(PGProperty.PG_DBNAME);
    }

    /** Returns host, port and database, for a message. */
    public String address() {
        return host() + ":" + port() + "/" + database();
    }

    /** Returns the URL's further parameters, such as {@code sslmode}. */
    public Map<String, String> parameters() {
        Properties properties = parse(url);
        return properties.stringPropertyNames().stream()
                .filter(name -> !NO_PARAMETERS.contains(name))
                .collect(Collectors.toMap(name -> name, properties::getProperty));
    }

    private String property(PGProperty property) {
        return Objects.requireNonNullElse(property.getOrDefault(parse(url)), "");
    }

    private static Properties parse(String url) {
        Properties properties = url.startsWith("jdbc:postgresql:") ? Driver.parseURL(url, null) : null;
        if (properties == null) {
            throw new IllegalArgumentException("must be a URL such as jdbc:postgresql://host:5432/database");
        }
        if (Objects.requireNonNullElse(PGProperty.PG_HOST.getOrDefault(properties), "")
                .contains(",")) {
            throw new IllegalArgumentException(
                    "names several hosts; name the one address that leads to the primary server");
        }
        return properties;
    }
}
