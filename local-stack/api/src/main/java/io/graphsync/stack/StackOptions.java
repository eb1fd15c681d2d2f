package io.graphsync.stack;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a stack holds and where.
 *
 * @param directory where data are kept; without one they are temporary
 * @param postgresPassword of the superuser postgres; without one it is generated, or the kept one
 * @param neo4jPassword of the user neo4j, at least 8 characters; without one it is generated, or the kept one
 * @param kafkaHeapMb in MiB
 * @param neo4jHeapMb in MiB
 * @param kafkaListeners further ones, beside that of {@link KafkaServer#bootstrapServers()}
 * @param isLasting whether servers on a JVM get its second compiler too: they start some seconds later, and answer several
 *     times as quickly once they are warm. What a stack of containers runs has it in any case
 * @param listener hears of progress and losses
 */
public record StackOptions(
        Set<ServerKind> servers,
        Optional<Path> directory,
        Optional<String> postgresPassword,
        Optional<String> neo4jPassword,
        int kafkaHeapMb,
        int neo4jHeapMb,
        List<KafkaListener> kafkaListeners,
        boolean isLasting,
        StackListener listener) {
    private static final int SHORTEST_NEO4J_PASSWORD = 8;

    public StackOptions {
        servers = Set.copyOf(servers);
        kafkaListeners = List.copyOf(kafkaListeners);
        directory = directory.map(path -> path.toAbsolutePath().normalize());
        if (neo4jPassword.isPresent() && neo4jPassword.get().length() < SHORTEST_NEO4J_PASSWORD) {
            throw new IllegalArgumentException("Neo4j takes no password of less than 8 characters");
        }
        if (kafkaHeapMb < 64 || neo4jHeapMb < 128) {
            throw new IllegalArgumentException("Kafka needs a heap of 64 MiB, Neo4j one of 128 MiB at least");
        }
    }

    /** Temporary servers with generated passwords. */
    public static StackOptions of(ServerKind... servers) {
        Set<ServerKind> kinds = EnumSet.noneOf(ServerKind.class);
        kinds.addAll(List.of(servers));
        return new StackOptions(
                kinds,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                256,
                512,
                List.of(),
                false,
                new StackListener() {});
    }

    /** With data that outlive the stack. */
    public StackOptions keptIn(Path keptDirectory) {
        return new StackOptions(
                servers,
                Optional.of(keptDirectory),
                postgresPassword,
                neo4jPassword,
                kafkaHeapMb,
                neo4jHeapMb,
                kafkaListeners,
                isLasting,
                listener);
    }

    public StackOptions withPostgresPassword(String password) {
        return new StackOptions(
                servers,
                directory,
                Optional.of(password),
                neo4jPassword,
                kafkaHeapMb,
                neo4jHeapMb,
                kafkaListeners,
                isLasting,
                listener);
    }

    public StackOptions withNeo4jPassword(String password) {
        return new StackOptions(
                servers,
                directory,
                postgresPassword,
                Optional.of(password),
                kafkaHeapMb,
                neo4jHeapMb,
                kafkaListeners,
                isLasting,
                listener);
    }

    public StackOptions withHeaps(int kafkaMb, int neo4jMb) {
        return new StackOptions(
                servers,
                directory,
                postgresPassword,
                neo4jPassword,
                kafkaMb,
                neo4jMb,
                kafkaListeners,
                isLasting,
                listener);
    }

    /** With further listeners of the broker, which a stack of containers does not offer. */
    public StackOptions withKafkaListeners(List<KafkaListener> listeners) {
        return new StackOptions(
                servers,
                directory,
                postgresPassword,
                neo4jPassword,
                kafkaHeapMb,
                neo4jHeapMb,
                listeners,
                isLasting,
                listener);
    }

    /** With servers that are to run for more than some minutes. */
    public StackOptions lasting() {
        return new StackOptions(
                servers,
                directory,
                postgresPassword,
                neo4jPassword,
                kafkaHeapMb,
                neo4jHeapMb,
                kafkaListeners,
                true,
                listener);
    }

    public StackOptions withListener(StackListener newListener) {
        return new StackOptions(
                servers,
                directory,
                postgresPassword,
                neo4jPassword,
                kafkaHeapMb,
                neo4jHeapMb,
                kafkaListeners,
                isLasting,
                newListener);
    }

    /** Without the passwords. */
    @Override
    public String toString() {
        return "StackOptions[servers=%s, directory=%s, kafkaHeapMb=%d, neo4jHeapMb=%d]"
                .formatted(servers, directory, kafkaHeapMb, neo4jHeapMb);
    }
}
