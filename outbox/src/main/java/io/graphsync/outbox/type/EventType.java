package io.graphsync.outbox.type;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graphsync.outbox.event.FieldProblem;
import io.graphsync.outbox.event.InvalidEventException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/**
 * One kind of event: where it travels and what its payload holds. Immutable.
 *
 * @param name the name in {@code graph_outbox.event_type}
 * @param topic last part of the event topic's name, such as {@code conversation}
 * @param identity the fields that together name the one graph element which the event sets; joined by {@code :} they
 *     are the Kafka record's key
 * @param region the field that names the neighbourhood of nodes which the event touches; events of one region travel
 *     in one partition
 * @param fields the payload's fields, in the order in which problems are reported
 * @param upcasts how each older version of the payload becomes the next one: the first makes 2 of 1
 */
public record EventType(
        String name, String topic, List<String> identity, String region, List<FieldRule> fields, List<Upcast> upcasts) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** Checks that identity and region are fields which can't be null. */
    public EventType {
        identity = List.copyOf(identity);
        fields = List.copyOf(fields);
        upcasts = List.copyOf(upcasts);
        if (identity.isEmpty()) {
            throw new IllegalArgumentException(name + ": identity must name at least one field");
        }
        Set<String> required = fields.stream()
                .filter(rule -> rule.presence() == FieldRule.Presence.REQUIRED)
                .map(FieldRule::name)
                .collect(Collectors.toSet());
        Set<String> needed = new LinkedHashSet<>(identity);
        needed.add(region);
        needed.removeAll(required);
        if (!needed.isEmpty()) {
            throw new IllegalArgumentException(
                    name + ": identity and region need required fields, but these are not: " + needed);
        }
    }

    /** Returns the version of the payloads that are written today, at least 1. */
    public int version() {
        return upcasts.size() + 1;
    }

    /**
     * Validates a payload of today's version.
     *
     * @param payload JSON text from anywhere; may be hostile
     * @return the values of the declared fields; null, absent and undeclared ones are left out
     * @throws InvalidEventException naming every field that is wrong
     */
    public Payload validate(String payload) throws InvalidEventException {
        return validate(payload, version());
    }

    /**
     * Validates a payload of any version.
     *
     * @param payload JSON text from anywhere; may be hostile
     * @param version which version of the type's payload it is
     * @return the values of the declared fields; null, absent and undeclared ones are left out
     * @throws InvalidEventException naming every field that is wrong
     */
    public Payload validate(String payload, int version) throws InvalidEventException {
        JsonNode object = upcast(parse(payload), version);
        Map<String, Object> values = new LinkedHashMap<>();
        List<FieldProblem> problems = new ArrayList<>();
        for (FieldRule rule : fields) {
            FieldRule.Outcome outcome = rule.check(object);
            if (outcome instanceof FieldRule.Outcome.Value value) {
                values.put(rule.name(), value.value());
            } else if (outcome instanceof FieldRule.Outcome.Rejected rejected) {
                problems.add(rejected.problem());
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidEventException(problems);
        }
        return new Payload(values);
    }

    /** Returns the Kafka key of a valid payload: its identity fields joined by {@code :}. */
    public String key(Payload payload) {
        StringJoiner key = new StringJoiner(":");
        identity.forEach(field -> key.add(payload.text(field)));
        return key.toString();
    }

    /** Returns the text whose hash chooses the partition. */
    public String regionOf(Payload payload) {
        return payload.text(region);
    }

    private ObjectNode upcast(ObjectNode payload, int version) throws InvalidEventException {
        if (version > version()) {
            throw new InvalidEventException(List.of(new FieldProblem(
                    "schema_version",
                    "is " + version + ", but version " + version() + " of " + name
                            + " is the newest that is known here: bring the newer " + name + ".json")));
        }
        ObjectNode newest = payload;
        for (Upcast upcast : upcasts.subList(Math.max(1, version) - 1, upcasts.size())) {
            newest = upcast.apply(newest);
        }
        return newest;
    }

    private static ObjectNode parse(String payload) throws InvalidEventException {
        try {
            JsonNode node = JSON.readTree(payload);
            if (node instanceof ObjectNode object) {
                return object;
            }
            throw new InvalidEventException(List.of(new FieldProblem("payload", "must be a JSON object")));
        } catch (JsonProcessingException malformed) {
            throw new InvalidEventException(
                    List.of(new FieldProblem("payload", "is not JSON: " + malformed.getOriginalMessage())));
        }
    }
}
