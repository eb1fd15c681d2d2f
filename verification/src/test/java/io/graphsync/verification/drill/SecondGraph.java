package io.graphsync.verification.drill;

import io.graphsync.schema.RunOptions;
import io.graphsync.schema.SchemaTool;
import io.graphsync.schema.config.Settings;
import io.graphsync.schema.file.MigrationSource;
import io.graphsync.schema.file.Store;
import io.graphsync.stack.ServerKind;
import io.graphsync.stack.StackOptions;
import io.graphsync.stack.local.LocalStack;
import java.util.EnumSet;
import java.util.Map;

/** A Neo4j beside that of the stage, empty but for its schema. */
final class SecondGraph implements AutoCloseable {
    private static final int UNUSED_MB = 64;
    private static final int HEAP_MB = 448;

    private final LocalStack stack;

    private SecondGraph(LocalStack stack) {
        this.stack = stack;
    }

    /** Starts and migrates it; it has the same password as the first. */
    static SecondGraph start(String password) {
        LocalStack stack = LocalStack.start(StackOptions.of(ServerKind.NEO4J)
                .withHeaps(UNUSED_MB, HEAP_MB)
                .withNeo4jPassword(password)
                .lasting());
        SecondGraph second = new SecondGraph(stack);
        Map<String, String> environment = Map.of(
                "NEO4J_URI", second.uri(), "NEO4J_USERNAME", stack.neo4j().user(), "NEO4J_PASSWORD", password);
        new SchemaTool(
                        Settings.read(environment, EnumSet.of(Store.NEO4J)),
                        MigrationSource.packaged(),
                        RunOptions.defaults())
                .apply();
        return second;
    }

    String uri() {
        return stack.neo4j().uri();
    }

    @Override
    public void close() {
        stack.close();
    }
}
