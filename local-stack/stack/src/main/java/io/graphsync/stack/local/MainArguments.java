package io.graphsync.stack.local;

import io.graphsync.stack.ServerKind;
import io.graphsync.stack.StackOptions;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The arguments of {@link LocalStackMain}. */
record MainArguments(boolean help, Set<ServerKind> servers, Optional<Path> keep, Optional<Path> files) {
    static final String HELP = """
            Starts PostgreSQL, Kafka and Neo4j on free ports of 127.0.0.1, prints one line of JSON that tells how to
            reach them, and stops them when standard input ends or the process is told to end.

            Options:
              --keep DIR          keep data, ports and passwords in DIR (default: temporary, removed at the end)
              --import DIR        make Neo4j's database of the files that 'graphsync rebuild start --offline DIR' wrote
              --servers LIST      which servers, of postgres,kafka,neo4j (default: all)
              --help              print this

            Standard output holds the line of JSON alone; progress goes to standard error.
            Exit codes: 0 stopped as asked, 1 a server did not start or was lost, 2 wrong arguments.""";

    MainArguments {
        servers = Set.copyOf(servers);
    }

    /** Reads them; throws {@link IllegalArgumentException} that says what is wrong. */
    static MainArguments parse(List<String> arguments) {
        Set<ServerKind> servers = EnumSet.allOf(ServerKind.class);
        Optional<Path> keep = Optional.empty();
        Optional<Path> files = Optional.empty();
        boolean help = false;
        Deque<String> rest = new ArrayDeque<>(arguments);
        while (!rest.isEmpty()) {
            String option = rest.pop();
            switch (option) {
                case "--help" -> help = true;
                case "--keep" -> keep = Optional.of(Path.of(value(option, rest)));
                case "--import" -> files = Optional.of(Path.of(value(option, rest)));
                case "--servers" -> servers = servers(value(option, rest));
                default -> throw new IllegalArgumentException("Unknown argument: " + option + " (see --help)");
            }
        }
        if (files.isPresent() && !servers.contains(ServerKind.NEO4J)) {
            throw new IllegalArgumentException("--import needs neo4j among the servers (see --help)");
        }
        return new MainArguments(help, servers, keep, files);
    }

    private static String value(String option, Deque<String> rest) {
        if (rest.isEmpty()) {
            throw new IllegalArgumentException(option + " needs a value (see --help)");
        }
        return rest.pop();
    }

    private static Set<ServerKind> servers(String list) {
        Set<ServerKind> servers = EnumSet.noneOf(ServerKind.class);
        for (String id : list.split(",", -1)) {
            servers.add(ServerKind.ofId(id.strip()));
        }
        return servers;
    }

    /** Without the servers, which the main starts in a second step. */
    StackOptions toOptions() {
        StackOptions options = StackOptions.of();
        return keep.map(options::keptIn).orElse(options);
    }
}
