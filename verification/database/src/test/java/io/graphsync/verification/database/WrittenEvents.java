package io.graphsync.verification.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.outbox.event.InvalidEventException;
import io.graphsync.outbox.type.EventCatalog;
import io.graphsync.outbox.type.EventTypeReader;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads the outbox from where the last read ended, and holds every event against the contract. One thread. */
public final class WrittenEvents {
    private static final EventCatalog CATALOG = EventTypeReader.builtIn();

    private final Sql sql;
    private long read;

    /** Begins at the end of the outbox. */
    public WrittenEvents(Sql sql) throws SQLException {
        this.sql = sql;
        this.read = Long.parseLong(sql.value("SELECT coalesce(max(seq), 0) FROM graph_outbox"));
    }

    /**
     * An event, comparable with what a test expects.
     *
     * @param payload as PostgreSQL prints it: short keys first
     */
    public record Event(String type, String entityId, String payload) {}

    /** The events since the last call, by their versions. */
    public List<Event> next() throws SQLException {
        List<Event> events = new ArrayList<>();
        for (String row : sql.rows(
                "SELECT seq, event_type, entity_id, payload FROM graph_outbox WHERE seq > ? ORDER BY seq", read)) {
            String[] columns = row.split(" ", 4);
            read = Long.parseLong(columns[0]);
            events.add(new Event(columns[1], columns[2], columns[3]));
        }
        events.forEach(WrittenEvents::assertKeepsTheContract);
        return events;
    }

    /** The one event since the last call. */
    public Event one() throws SQLException {
        List<Event> events = next();
        assertThat(events).hasSize(1);
        return events.getFirst();
    }

    private static void assertKeepsTheContract(Event event) {
        try {
            CATALOG.find(event.type()).orElseThrow().validate(event.payload());
        } catch (InvalidEventException e) {
            throw new AssertionError("the contract refuses " + event, e);
        }
    }
}
