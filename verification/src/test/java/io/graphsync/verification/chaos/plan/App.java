package io.graphsync.verification.chaos.plan;

import io.graphsync.stack.ServerKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One process of the pipeline.
 *
 * @param name such as {@code sink-a}
 */
public record App(Part part, String name) {
    /** What a process runs, and the servers that it talks to. */
    public enum Part {
        SOURCE,
        SINK,
        ROUTER;

        /** The servers that it talks to. */
        public List<ServerKind> servers() {
            return switch (this) {
                case SOURCE, ROUTER -> List.of(ServerKind.POSTGRES, ServerKind.KAFKA);
                case SINK -> List.of(ServerKind.KAFKA, ServerKind.NEO4J);
            };
        }

        /** The name that {@code graphsync run} takes. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The links between this process and its servers. */
    public List<Target.Hop> hops() {
        return part.servers().stream()
                .map(server -> new Target.Hop(name, server))
                .toList();
    }

    /** So many processes of each part, named by letters. */
    public static List<App> cast(int sources, int sinks, int routers) {
        List<App> apps = new ArrayList<>();
        add(apps, Part.SOURCE, sources);
        add(apps, Part.SINK, sinks);
        add(apps, Part.ROUTER, routers);
        return List.copyOf(apps);
    }

    private static void add(List<App> apps, Part part, int count) {
        for (int i = 0; i < count; i++) {
            apps.add(new App(part, part.id() + "-" + (char) ('a' + i)));
        }
    }
}
