package io.graphsync.schema;

import io.graphsync.schema.config.Settings;
import io.graphsync.schema.failure.MigrateException;
import io.graphsync.schema.file.Store;
import io.graphsync.schema.gate.PlanDigest;
import io.graphsync.schema.plan.TargetState;
import io.graphsync.schema.target.GraphStore;
import io.graphsync.schema.target.MigrationStore;
import io.graphsync.schema.target.PgStore;
import io.graphsync.schema.target.RunContext;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The stores of one run, opened together and closed together. */
final class Stores implements AutoCloseable {
    private final Map<Store, MigrationStore> open = new EnumMap<>(Store.class);

    Stores(Settings settings, RunContext context) {
        try {
            settings.postgres().ifPresent(target -> open.put(Store.PG, new PgStore(target, context)));
            settings.neo4j().ifPresent(target -> open.put(Store.NEO4J, new GraphStore(target, context)));
        } catch (MigrateException e) {
            close();
            throw e;
        }
    }

    List<TargetState> states() {
        return all().stream().map(MigrationStore::state).toList();
    }

    /** What all of them come to. */
    String fingerprint() {
        return PlanDigest.ofStores(
                all().stream().map(MigrationStore::fingerprint).toList());
    }

    List<MigrationStore> all() {
        return List.copyOf(open.values());
    }

    MigrationStore of(Store kind) {
        MigrationStore store = open.get(kind);
        if (store == null) {
            throw new IllegalStateException(kind + " is not part of this run");
        }
        return store;
    }

    @Override
    public void close() {
        all().reversed().forEach(MigrationStore::close);
    }
}
