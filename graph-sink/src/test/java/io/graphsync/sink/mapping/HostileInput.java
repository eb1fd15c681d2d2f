package io.graphsync.sink.mapping;

import io.graphsync.outbox.event.EventHeaders;
import io.graphsync.sink.model.RandomHistory;
import io.graphsync.sink.model.SampleEvent;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Records as nobody should write them: valid ones with something wrong, and noise. */
final class HostileInput {
    private static final List<String> VALUES = List.of(
            "1e999999999",
            "-1E+2147483648",
            "9".repeat(990),
            "9".repeat(2_000),
            "0.1e-400",
            "-0",
            "1e400",
            "9223372036854775808",
            "\"+999999999-12-31T23:59:59.999999999-18:00\"",
            "\"-999999999-01-01T00:00:00+18:00\"",
            "\"2026-02-30T00:00:00Z\"",
            "\"2026-01-01T00:00:00\"",
            "\"\\ud800\"",
            "\"\\udc00\\ud800\"",
            "\"\\u0000\"",
            "\"'}) DETACH DELETE n //\"",
            "\"`) MATCH (n) DELETE n\"",
            "\"$batch.rows\"",
            "\"0\"",
            "\"\"",
            "null",
            "true",
            "[]",
            "{}",
            "[[[[[[[[]]]]]]]]",
            "NaN",
            "Infinity",
            "0x10",
            "\"" + "x".repeat(5_000) + "\"",
            "\"ffffffff-ffff-ffff-ffff-ffffffffffff\"",
            "\"00000000-0000-0000-0000\"",
            "/* */ 1",
            "'single'",
            "\"unclosed",
            "\"\\x\"",
            "01",
            "+1",
            ".5",
            "1.",
            "\"2026-01-01T24:00:00Z\"",
            "\"2026-12-31T23:59:60Z\"",
            "\"١٢٣\"",
            "1" + "0".repeat(500) + "." + "0".repeat(400));

    private final Random random;
    private final RandomHistory history;

    HostileInput(long seed) {
        this.random = new Random(seed);
        this.history = new RandomHistory(seed);
    }

    /** A record's headers and its value. */
    static final class Input {
        final Map<String, String> headers;
        final byte[] value;

        Input(Map<String, String> headers, byte[] value) {
            this.headers = headers;
            this.value = value;
        }
    }

    Input next() {
        SampleEvent event = history.events(1).get(0);
        Map<String, String> headers = new HashMap<>(event.headers());
        byte[] json = event.json().getBytes(StandardCharsets.UTF_8);
        return switch (random.nextInt(10)) {
            case 0 -> new Input(headers, noise(random.nextInt(200)));
            case 1 -> new Input(headers, mutated(json, 1 + random.nextInt(8)));
            case 2 -> new Input(headers, Arrays.copyOf(json, random.nextInt(json.length + 1)));
            case 3, 4, 5 -> new Input(headers, withValue(event));
            case 6 -> new Input(headers, nested(random.nextInt(20) == 0 ? 50_000 : random.nextInt(1_200)));
            case 7 -> new Input(headers, twice(json));
            case 8 -> new Input(mutated(headers), json);
            default -> new Input(headers, json);
        };
    }

    private byte[] noise(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] mutated(byte[] json, int changes) {
        byte[] bytes = json.clone();
        for (int i = 0; i < changes; i++) {
            bytes[random.nextInt(bytes.length)] = random.nextBoolean()
                    ? (byte) random.nextInt(256)
                    : (byte) "{}[]\":,\\u0123eE+-.".charAt(random.nextInt(18));
        }
        return bytes;
    }

    /** The value of one field is another one, as text of JSON or of none. */
    private byte[] withValue(SampleEvent event) {
        List<String> fields = List.copyOf(event.payload().keySet());
        String field = fields.get(random.nextInt(fields.size()));
        String value = VALUES.get(random.nextInt(VALUES.size()));
        StringBuilder json = new StringBuilder(event.json());
        int at = json.indexOf("\"" + field + "\":") + field.length() + 3;
        boolean quoted = json.charAt(at) == '"';
        int end = quoted ? json.indexOf("\"", at + 1) + 1 : Math.max(json.indexOf(",", at), at);
        if (!quoted && json.indexOf(",", at) < 0) {
            end = json.indexOf("}", at);
        }
        return json.replace(at, end, value).toString().getBytes(StandardCharsets.UTF_8);
    }

    private byte[] nested(int depth) {
        String open = random.nextBoolean() ? "[" : "{\"a\":";
        String close = open.equals("[") ? "]" : "}";
        String middle = open.repeat(depth) + "1" + (random.nextBoolean() ? close.repeat(depth) : "");
        return (random.nextBoolean() ? "{\"title\":" + middle + "}" : middle).getBytes(StandardCharsets.UTF_8);
    }

    private byte[] twice(byte[] json) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(json);
        out.writeBytes(random.nextBoolean() ? json : new byte[] {(byte) random.nextInt(256)});
        return out.toByteArray();
    }

    private Map<String, String> mutated(Map<String, String> headers) {
        List<String> names = List.of(
                EventHeaders.ID,
                EventHeaders.TYPE,
                EventHeaders.ENTITY_ID,
                EventHeaders.SEQ,
                EventHeaders.SCHEMA_VERSION,
                EventHeaders.COMMITTED_AT,
                EventHeaders.TRACEPARENT);
        String name = names.get(random.nextInt(names.size()));
        switch (random.nextInt(3)) {
            case 0 -> headers.remove(name);
            case 1 -> headers.put(name, new String(noise(20), StandardCharsets.ISO_8859_1));
            default -> {
                String value = VALUES.get(random.nextInt(VALUES.size()));
                headers.put(name, value.replace("\"", ""));
            }
        }
        return headers;
    }
}
