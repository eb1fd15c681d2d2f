package io.graphsync.source.route;

import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * One row's record and where it goes.
 *
 * @param row what the record was made of
 * @param record ready to be sent
 * @param poison the failure's code where the record goes to the retry topic, empty where it goes to its event topic
 */
public record Routed(OutboxRow row, ProducerRecord<byte[], byte[]> record, Optional<String> poison)
        implements Outgoing {}
