package io.graphsync.console.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.Locale;

/** Turns what the demo found into text for a person. */
final class DemoRenderer {
    private static final ObjectMapper JSON = new ObjectMapper();

    private DemoRenderer() {}

    /** Returns the report as one line of JSON, or as text. */
    static String report(DemoReport report, boolean json) {
        return json ? json(report) : summary(report);
    }

    /** Returns how to reach the servers, as one line of JSON or as text. */
    static String addresses(Credentials credentials, boolean json) {
        return json ? json(credentials.announcement()) : addresses(credentials);
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String summary(DemoReport report) {
        return String.format(
                Locale.ROOT,
                """
                %s
                  events written        %,d
                  applied to the graph  %,d
                  dead letters          %,d (%,d rows were broken on purpose)
                  differences           %,d between the rows in PostgreSQL and the graph
                  first event           in the graph %.1f s after the start
                  commit to graph       p50 %.0f ms, p99 %.0f ms
                  drain                 %,d events/s""",
                report.good() ? "The graph equals the rows." : "The graph does NOT equal the rows.",
                report.events(),
                report.applied(),
                report.deadLetters(),
                report.expectedDeadLetters(),
                report.differences(),
                report.firstEventMs() / 1000.0,
                report.latency().p50(),
                report.latency().p99(),
                report.drainEventsPerSecond());
    }

    private static String addresses(Credentials credentials) {
        Servers servers = credentials.servers();
        return String.format(
                Locale.ROOT,
                """

                PostgreSQL  %1$s
                Kafka       %2$s
                Neo4j       %3$s   user %4$s   password %5$s
                Logs        %6$s

                Try, in another terminal:
                  psql '%1$s'
                    INSERT INTO conversations (title, topic) VALUES ('Hello', 'greetings') RETURNING id;
                    INSERT INTO messages (conversation_id, message_type, content) VALUES ('<id>', 'user', 'Hi');
                    UPDATE conversations SET topic = 'farewells' WHERE id = '<id>';
                    DELETE FROM conversations WHERE id = '<id>';
                    SELECT event_type, state, last_error FROM graph_outbox_status ORDER BY seq DESC LIMIT 5;
                  and, in any Bolt client:
                    MATCH (c:Conversation {title: 'Hello'})-[r]-(n) RETURN c, r, n

                The schema tool against these stores:
                  export MIGRATOR_DATABASE_URL='%7$s'
                  export NEO4J_URI='%3$s' NEO4J_USERNAME='%4$s' NEO4J_PASSWORD='%5$s'
                  ./migrate all --plan

                Ctrl-C stops everything.""",
                credentials.applicationUrl(),
                servers.kafka().bootstrapServers(),
                servers.neo4j().uri(),
                servers.neo4j().user(),
                servers.neo4j().password(),
                servers.directory(),
                credentials.ownerUrl());
    }
}
