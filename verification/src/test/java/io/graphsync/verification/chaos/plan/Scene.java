package io.graphsync.verification.chaos.plan;

import io.graphsync.stack.ServerKind;
import io.graphsync.verification.chaos.plan.App.Part;
import java.util.List;

/**
 * Faults that belong together: the later ones begin while the first is in effect.
 *
 * @param lateness when each later one begins, as a share of the time that the first lasts
 */
record Scene(List<Act> acts, double lateness) {
    /** A kind of fault and where it may happen. */
    record Act(FaultKind kind, Place place) {}

    /** Where a fault may happen. */
    sealed interface Place {
        /** Any process, or any of one part. */
        record AnyApp(List<Part> parts) implements Place {}

        /** All processes of a part, at the same time. */
        record EveryApp(Part part) implements Place {}

        /** Any of those servers. */
        record AnyServer(List<ServerKind> servers) implements Place {}

        /** Any link, or any of one part to one server. */
        record AnyHop(List<Part> parts, List<ServerKind> servers) implements Place {}

        /** A place of its own. */
        record Exactly(Target target) implements Place {}
    }

    private static final List<Part> PARTS = List.of(Part.values());
    private static final List<ServerKind> SERVERS = List.of(ServerKind.values());
    private static final Place ACTIVE = new Place.Exactly(new Target.ActiveSource());

    /** One fault of each kind that stands alone, and those that do the most harm while another one is in effect. */
    static List<Scene> deck() {
        return List.of(
                alone(FaultKind.KILL, new Place.AnyApp(PARTS)),
                alone(FaultKind.KILL, new Place.AnyApp(List.of(Part.SINK))),
                alone(FaultKind.KILL_ACTIVE, ACTIVE),
                alone(FaultKind.PAUSE, new Place.AnyApp(PARTS)),
                alone(FaultKind.PAUSE, new Place.AnyApp(List.of(Part.SINK))),
                alone(FaultKind.RESTART, new Place.AnyApp(PARTS)),
                alone(FaultKind.SERVER_KILL, new Place.AnyServer(SERVERS)),
                alone(FaultKind.SERVER_RESTART, new Place.AnyServer(SERVERS)),
                alone(FaultKind.SERVER_PAUSE, new Place.AnyServer(SERVERS)),
                alone(FaultKind.IMMEDIATE_STOP, server(ServerKind.POSTGRES)),
                alone(FaultKind.DISK_FULL, new Place.AnyServer(List.of(ServerKind.NEO4J, ServerKind.KAFKA))),
                alone(FaultKind.CUT, new Place.AnyHop(PARTS, SERVERS)),
                alone(FaultKind.DELAY, new Place.AnyHop(PARTS, SERVERS)),
                alone(FaultKind.BLACK_HOLE, new Place.AnyHop(PARTS, SERVERS)),
                alone(FaultKind.DEAF, new Place.AnyHop(PARTS, SERVERS)),
                alone(FaultKind.MUTE, new Place.AnyHop(PARTS, SERVERS)),
                alone(FaultKind.SLOW_DRAIN, new Place.AnyHop(PARTS, SERVERS)),
                alone(FaultKind.GRAPH_LOCKED, server(ServerKind.NEO4J)),
                alone(FaultKind.LATE_DUPLICATES, new Place.Exactly(new Target.Topics())),
                // What was sent to a broker that does not answer dies with its sender.
                both(FaultKind.SERVER_PAUSE, KAFKA, FaultKind.KILL_ACTIVE, ACTIVE, 0.4),
                both(FaultKind.SERVER_KILL, KAFKA, FaultKind.KILL_ACTIVE, ACTIVE, 0.3),
                both(FaultKind.MUTE, hop(Part.SOURCE, ServerKind.KAFKA), FaultKind.SERVER_KILL, KAFKA, 0.5),
                // What a sink holds in its hands while the graph does not answer dies with it.
                both(FaultKind.SERVER_PAUSE, server(ServerKind.NEO4J), FaultKind.KILL, EVERY_SINK, 0.6),
                both(FaultKind.GRAPH_LOCKED, server(ServerKind.NEO4J), FaultKind.KILL, EVERY_SINK, 0.6),
                both(FaultKind.BLACK_HOLE, hop(Part.SINK, ServerKind.NEO4J), FaultKind.KILL, SINK, 0.7),
                // An element's newer event overtakes its older one.
                both(FaultKind.PAUSE, SINK, FaultKind.LATE_DUPLICATES, new Place.Exactly(new Target.Topics()), 0.5),
                both(FaultKind.SERVER_KILL, KAFKA, FaultKind.CUT, hop(Part.SOURCE, ServerKind.POSTGRES), 0.5));
    }

    private static final Place SINK = new Place.AnyApp(List.of(Part.SINK));
    private static final Place EVERY_SINK = new Place.EveryApp(Part.SINK);
    private static final Place KAFKA = server(ServerKind.KAFKA);

    private static Place server(ServerKind server) {
        return new Place.AnyServer(List.of(server));
    }

    private static Place hop(Part part, ServerKind server) {
        return new Place.AnyHop(List.of(part), List.of(server));
    }

    private static Scene alone(FaultKind kind, Place place) {
        return new Scene(List.of(new Act(kind, place)), 0);
    }

    private static Scene both(FaultKind first, Place where, FaultKind second, Place there, double lateness) {
        return new Scene(List.of(new Act(first, where), new Act(second, there)), lateness);
    }
}
