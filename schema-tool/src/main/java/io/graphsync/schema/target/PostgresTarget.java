package io.graphsync.schema.target;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where a PostgreSQL database is and who logs in, read from one URL. Never prints the password.
 *
 * @param jdbcUrl the address in JDBC's form, without user and password
 * @param user who logs in, if the URL says so
 * @param password the password, if the URL holds one
 */
public record PostgresTarget(String jdbcUrl, Optional<String> user, Optional<String> password) {
    private static final String JDBC = "jdbc:postgresql:";

    /** What libpq calls a parameter, and what pgjdbc calls it. */
    private static final Map<String, String> JDBC_NAMES = Map.of(
            "application_name", "ApplicationName",
            "connect_timeout", "connectTimeout",
            "target_session_attrs", "targetServerType",
            "keepalives", "tcpKeepAlive",
            "schema", "currentSchema");

    /** What pgjdbc calls a parameter, and what libpq's environment does. */
    private static final Map<String, String> LIBPQ_NAMES = Map.of(
            "sslmode", "PGSSLMODE",
            "sslrootcert", "PGSSLROOTCERT",
            "sslcert", "PGSSLCERT",
            "sslkey", "PGSSLKEY",
            "options", "PGOPTIONS",
            "channelBinding", "PGCHANNELBINDING");

    /**
     * Reads {@code postgres://user:password@host:port/database?parameters}, the same with {@code postgresql://}, or a
     * JDBC URL. Parts that are written percent-encoded are decoded.
     *
     * @throws IllegalArgumentException if the text is none of these; the message never holds the text itself
     */
    public static PostgresTarget parse(String url) {
        String text = url.strip();
        if (text.startsWith(JDBC)) {
            String rest = text.substring(JDBC.length());
            return rest.startsWith("//")
                    ? fromAuthority(rest.substring(2), Map.of())
                    : fromAuthority("localhost/" + rest, Map.of());
        }
        for (String scheme : new String[] {"postgres://", "postgresql://"}) {
            if (text.startsWith(scheme)) {
                return fromAuthority(text.substring(scheme.length()), JDBC_NAMES);
            }
        }
        throw new IllegalArgumentException(
                "is no PostgreSQL URL: write postgres://USER:PASSWORD@HOST:PORT/DATABASE or jdbc:postgresql://HOST:PORT/DATABASE");
    }

    private static PostgresTarget fromAuthority(String text, Map<String, String> names) {
        int question = text.indexOf('?');
        String address = question < 0 ? text : text.substring(0, question);
        Map<String, String> parameters = parameters(question < 0 ? "" : text.substring(question + 1), names);

        int slash = address.indexOf('/');
        String authority = slash < 0 ? address : address.substring(0, slash);
        String database = slash < 0 ? "" : decode(address.substring(slash + 1));
        int at = authority.lastIndexOf('@');
        String hosts = at < 0 ? authority : authority.substring(at + 1);
        Optional<String> user = Optional.ofNullable(parameters.remove("user"));
        Optional<String> password = Optional.ofNullable(parameters.remove("password"));
        if (at >= 0) {
            String login = authority.substring(0, at);
            int colon = login.indexOf(':');
            user = Optional.of(decode(colon < 0 ? login : login.substring(0, colon)));
            password = colon < 0 ? password : Optional.of(decode(login.substring(colon + 1)));
        }
        checkHosts(hosts);
        if (database.isEmpty()) {
            throw new IllegalArgumentException(
                    "names no database: write it after the host, as in …@HOST:5432/DATABASE");
        }
        String query = parameters.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + encode(entry.getValue()))
                .collect(Collectors.joining("&"));
        String jdbcUrl = JDBC + "//" + (hosts.isEmpty() ? "localhost" : hosts) + "/" + encode(database)
                + (query.isEmpty() ? "" : "?" + query);
        return new PostgresTarget(jdbcUrl, user.filter(u -> !u.isEmpty()), password.filter(p -> !p.isEmpty()));
    }

    private static Map<String, String> parameters(String query, Map<String, String> names) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String part : query.split("&", -1)) {
            if (!part.isEmpty()) {
                int equals = part.indexOf('=');
                String name = decode(equals < 0 ? part : part.substring(0, equals));
                parameters.put(names.getOrDefault(name, name), equals < 0 ? "" : decode(part.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static void checkHosts(String hosts) {
        for (String host : hosts.split(",", -1)) {
            int colon = host.lastIndexOf(':');
            boolean hasPort = colon >= 0 && host.indexOf(']', colon) < 0;
            String port = hasPort ? host.substring(colon + 1) : "5432";
            boolean valid = !port.isEmpty()
                    && port.length() <= 5
                    && port.chars().allMatch(Character::isDigit)
                    && Integer.parseInt(port) <= 65535
                    && host.chars().noneMatch(Character::isWhitespace);
            if (!valid) {
                throw new IllegalArgumentException(
                        "has a host or port that is none; percent-encode /, ?, # and @ in user and password");
            }
        }
    }

    static String decode(String text) {
        // URLDecoder is for forms, where + stands for a space; in these URLs it stands for itself.
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Host, port and database, for messages. */
    public String address() {
        int question = jdbcUrl.indexOf('?');
        return jdbcUrl.substring(JDBC.length() + 2, question < 0 ? jdbcUrl.length() : question);
    }

    /** The address in the environment variables of PostgreSQL's own programs; user and password are not in it. */
    Map<String, String> libpq() {
        String address = address();
        int slash = address.indexOf('/');
        Map<String, String> variables = new HashMap<>();
        List<String> hosts = new ArrayList<>();
        List<String> ports = new ArrayList<>();
        for (String host : address.substring(0, slash).split(",", -1)) {
            int colon = host.lastIndexOf(':');
            boolean hasPort = colon >= 0 && host.indexOf(']', colon) < 0;
            hosts.add(
                    (hasPort ? host.substring(0, colon) : host).replace("[", "").replace("]", ""));
            ports.add(hasPort ? host.substring(colon + 1) : "5432");
        }
        variables.put("PGHOST", String.join(",", hosts));
        variables.put("PGPORT", String.join(",", ports));
        variables.put("PGDATABASE", decode(address.substring(slash + 1)));
        int question = jdbcUrl.indexOf('?');
        parameters(question < 0 ? "" : jdbcUrl.substring(question + 1), Map.of())
                .forEach((name, value) -> {
                    String variable = LIBPQ_NAMES.get(name);
                    if (variable != null) {
                        variables.put(variable, value);
                    }
                });
        return variables;
    }

    @Override
    public String toString() {
        return user.map(u -> u + "@").orElse("") + address();
    }
}
