package io.graphsync.verification.drill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graphsync.verification.chaos.stage.Credentials;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Session;

/** {@code graphsync verify} has to find a hundred planted differences and nothing else, and to tell the cause of each. */
final class PlantedDifferences {
    private static final int PLANTED = 100;
    private static final int EQUAL = 0;
    private static final int FOUND = 5;

    private PlantedDifferences() {}

    /** Plants them, compares, has them mended, and tells what was found. */
    static ObjectNode verify(Drill drill, long seed) throws IOException, SQLException, InterruptedException {
        try (Driver driver = drill.driver(drill.graphUri());
                Session session = driver.session();
                Connection connection = Credentials.connectAsAdministrator(drill.servers())) {
            connection.setAutoCommit(true);
            Planting planting = new Planting(connection, session, seed);
            planting.plant(drill);
            drill.awaitSink();
            drill.say("planted " + planting.planted().size() + " differences");
            ObjectNode result = judge(planting.planted(), drill.verify(FOUND, "--limit=1000"));
            drill.say("verify: " + result);
            requireAll(result);
            planting.overtake();
            drill.verify(EQUAL, "--repair");
            return result;
        }
    }

    private static void requireAll(ObjectNode result) {
        if (result.path("right").asInt() != PLANTED || result.path("false").asInt() != 0) {
            throw new IllegalStateException("of " + PLANTED + " planted differences: " + result.toPrettyString());
        }
    }

    /** Compares what was told with what was planted. */
    private static ObjectNode judge(Map<String, String> planted, GraphsyncProcess.Ended verify) {
        Map<String, String> told = new TreeMap<>();
        for (JsonNode one : verify.json().path("first")) {
            told.put(
                    Planting.element(
                            one.path("subject").asText(), one.path("key").asText()),
                    one.path("cause").asText());
        }
        ObjectNode result = JsonNodeFactory.instance
                .objectNode()
                .put("planted", planted.size())
                .put(
                        "found",
                        planted.keySet().stream().filter(told::containsKey).count())
                .put(
                        "right",
                        planted.entrySet().stream()
                                .filter(one -> one.getValue().equals(told.get(one.getKey())))
                                .count())
                .put(
                        "false",
                        told.keySet().stream()
                                .filter(key -> !planted.containsKey(key))
                                .count())
                .put("in_flight", verify.json().path("in_flight").asLong())
                .put("messages", verify.json().path("messages").asLong())
                .put("seconds", verify.took().toMillis() / 1e3)
                .put("peak_mb", verify.peakMegabytes());
        result.set("longest_question_ms", verify.json().path("longest_question_ms"));
        result.set("longest_question", verify.json().path("longest_question"));
        ObjectNode wrong = result.putObject("wrong");
        planted.forEach((element, cause) -> {
            if (!cause.equals(told.get(element))) {
                wrong.put(element, "planted as " + cause + ", told as " + told.getOrDefault(element, "nothing"));
            }
        });
        told.keySet().stream()
                .filter(element -> !planted.containsKey(element))
                .forEach(element -> wrong.put(element, "false: " + told.get(element)));
        return result;
    }
}
