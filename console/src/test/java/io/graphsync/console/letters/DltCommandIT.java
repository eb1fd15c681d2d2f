package io.graphsync.console.letters;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.graphsync.console.GraphsyncMain;
import io.graphsync.outbox.event.EventHeaders;
import io.graphsync.outbox.event.Failure;
import io.graphsync.outbox.event.FailureHeaders;
import io.graphsync.outbox.event.OutboxEvent;
import io.graphsync.outbox.topic.TopicLayout;
import io.graphsync.outbox.topic.TopicNames;
import io.graphsync.outbox.type.EventTypeReader;
import io.graphsync.stack.ServerKind;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Real arguments against a real broker; what routers and sinks do is tested beside them. */
@UseStack(ServerKind.KAFKA)
class DltCommandIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final UUID FIRST = new UUID(1, 1);
    private static final UUID SECOND = new UUID(2, 2);
    private static final UUID THIRD = new UUID(3, 3);

    @TempDir
    Path directory;

    private TestStack stack;
    private TopicNames names;
    private Path config;

    private record Result(int exit, String out, String err) {}

    @BeforeEach
    void prepare(TestStack testStack) throws Exception {
        stack = testStack;
        names = new TopicNames(stack.topicPrefix());
        config = Files.writeString(
                directory.resolve("graphsync.properties"),
                "kafka.bootstrap.servers=" + stack.bootstrapServers() + "\ntopics.prefix=" + names.prefix() + "\n");
        stack.createTopics(TopicLayout.of(names, EventTypeReader.builtIn(), 2).stream()
                .map(layout -> new NewTopic(layout.name(), Optional.of(layout.partitions()), Optional.empty())
                        .configs(layout.settings()))
                .toList());
        letter(FIRST, "graphsync.invalid-event", "{\"secret\":1}");
        letter(SECOND, "graphsync.invalid-event", "{}");
        letter(THIRD, "Neo.ClientError.Schema.ConstraintValidationFailed", "{}");
    }

    @Test
    void letters_are_counted_listed_and_shown_and_their_payloads_are_not() throws Exception {
        Result summary = run("summary");
        assertThat(summary.exit()).isZero();
        assertThat(summary.out())
                .startsWith("3 open dead letters in " + names.deadLetters())
                .contains("graphsync.invalid-event", "next: graphsync dlt list --reason graphsync.invalid-event");
        JsonNode json = JSON.readTree(run("summary", "-o", "json").out());
        assertThat(json.path("format").asText()).isEqualTo("graphsync.dlt-summary/1");
        assertThat(json.path("groups").get(0).path("open").asInt()).isEqualTo(2);

        Result list = run("list", "--reason", "Neo.ClientError", "-o", "jsonl");
        assertThat(list.out().lines()).singleElement().asString().contains(THIRD.toString());

        Result show = run("show", FIRST.toString());
        assertThat(show.exit()).isZero();
        assertThat(show.out())
                .contains("what is wrong", "attempts        3", "not known: the payload does not name the element")
                .doesNotContain("secret");
        assertThat(audit()).isEmpty();

        assertThat(run("show", FIRST.toString(), "--payload").out()).contains("{\"secret\":1}");
        assertThat(audit()).singleElement().asString().contains("dlt show --payload", FIRST.toString());

        Result gone = run("show", new UUID(9, 9).toString());
        assertThat(gone.exit()).isEqualTo(5);
        assertThat(gone.err()).contains("has no open dead letter");
    }

    @Test
    void nothing_is_moved_before_execute_and_what_is_moved_is_in_flight() throws Exception {
        Result dry = run("redrive", "--reason", "graphsync.invalid-event");
        assertThat(dry.exit()).isZero();
        assertThat(dry.out()).startsWith("dry run: 2 letters would be redriven");
        assertThat(records(names.retryDue())).isEmpty();

        Result sent = run(
                "redrive",
                "--reason",
                "graphsync.invalid-event",
                "--execute",
                "--note",
                "schema mended",
                "--no-follow");
        assertThat(sent.exit()).isZero();
        assertThat(sent.out()).isEqualTo("2 letters redriven\n");
        assertThat(records(names.retryDue()))
                .extracting(ConsumerRecord::key)
                .containsExactlyInAnyOrder(FIRST.toString(), SECOND.toString());
        assertThat(audit()).singleElement().asString().contains("schema mended", "\"count\":2");

        Result again = run("redrive", "--all", "--execute", "--note", "again", "--wait-timeout", "1", "-o", "json");
        assertThat(again.exit()).as("nobody tells an outcome here").isEqualTo(6);
        JsonNode json = JSON.readTree(again.out());
        assertThat(json.path("moved").asInt()).isEqualTo(1);
        assertThat(json.path("skipped").path("in_flight").asInt()).isEqualTo(2);
        assertThat(json.path("ends").path("in_flight").asInt()).isEqualTo(3);

        Result worn = run("redrive", "--all", "--again", "--max-redrives", "1");
        assertThat(worn.exit()).isEqualTo(4);
        assertThat(worn.err()).contains("quarantined: " + FIRST);
    }

    @Test
    void letters_are_exported_and_discarded() throws Exception {
        Result export = run("export", "--payload", "--type", "message_upsert");
        assertThat(export.out().lines()).hasSize(3);
        assertThat(JSON.readTree(export.out().lines().findFirst().orElseThrow())
                        .path("payload")
                        .asText())
                .isEqualTo("{\"secret\":1}");
        assertThat(audit()).singleElement().asString().contains("dlt export --payload", "\"count\":3");

        Result discarded = run("discard", FIRST.toString(), "--execute", "--note", "a test row");
        assertThat(discarded.out()).isEqualTo("1 letter discarded\n");
        assertThat(run("list", "-o", "jsonl").out().lines()).hasSize(2);
        assertThat(records(names.deadLetters()).getLast().value()).isNull();
    }

    @Test
    void a_missing_topic_and_a_broker_that_does_not_answer_have_their_own_ends() throws Exception {
        Result missing = run("summary", "--topic", "nobody.DLT");
        assertThat(missing.exit()).isEqualTo(2);
        assertThat(missing.err()).contains("has no topic nobody.DLT");

        Files.writeString(config, "kafka.bootstrap.servers=localhost\n");
        Result wrong = run("summary");
        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(wrong.err()).contains("kafka.bootstrap.servers");
    }

    private Result run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine =
                GraphsyncMain.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        List<String> all = new ArrayList<>(List.of("dlt", arguments[0], "--config", config.toString()));
        all.addAll(List.of(arguments).subList(1, arguments.length));
        int exit = commandLine.execute(all.toArray(String[]::new));
        return new Result(exit, out.toString(), err.toString());
    }

    private void letter(UUID id, String code, String payload) throws Exception {
        OutboxEvent event = new OutboxEvent(
                id, "message_upsert", id, 42, 1, Instant.now(), OptionalLong.empty(), Optional.empty(), payload);
        Instant now = Instant.now();
        Map<String, String> headers = new HashMap<>(EventHeaders.encode(event));
        headers.putAll(FailureHeaders.encode(new Failure(
                Failure.Stage.SINK,
                Failure.Kind.POISON,
                code,
                "what is wrong",
                3,
                now,
                now,
                names.events("message") + "-0@7")));
        ProducerRecord<String, String> record = new ProducerRecord<>(names.deadLetters(), id.toString(), payload);
        headers.forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", stack.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(record).get();
        }
    }

    private List<String> audit() throws IOException {
        return records(names.audit()).stream().map(ConsumerRecord::value).toList();
    }

    /** What was committed so far, in the order of each partition. */
    private List<ConsumerRecord<String, String>> records(String topic) {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", stack.bootstrapServers(), "isolation.level", "read_committed"),
                new StringDeserializer(),
                new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<String, String>> records = new ArrayList<>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
    }
}
