package io.graphsync.verification.chaos.plan;

import io.graphsync.stack.ServerKind;

/** What a fault happens to. Its text reads the same in journals and in reports. */
public sealed interface Target {
    /** A process of the pipeline, by its name. */
    record Instance(String app) implements Target {
        @Override
        public String toString() {
            return app;
        }
    }

    /** Whichever source reads the slot at that moment. */
    record ActiveSource() implements Target {
        @Override
        public String toString() {
            return "active-source";
        }
    }

    /** A server. */
    record Server(ServerKind server) implements Target {
        @Override
        public String toString() {
            return server.id();
        }
    }

    /** The connections of a process to a server. */
    record Hop(String app, ServerKind server) implements Target {
        @Override
        public String toString() {
            return app + ">" + server.id();
        }
    }

    /** The event topics. */
    record Topics() implements Target {
        @Override
        public String toString() {
            return "event-topics";
        }
    }

    /** Reads a target's text. */
    static Target parse(String text) {
        int arrow = text.indexOf('>');
        if (arrow > 0) {
            return new Hop(text.substring(0, arrow), ServerKind.ofId(text.substring(arrow + 1)));
        }
        return switch (text) {
            case "active-source" -> new ActiveSource();
            case "event-topics" -> new Topics();
            case "postgres", "kafka", "neo4j" -> new Server(ServerKind.ofId(text));
            default -> new Instance(text);
        };
    }
}
