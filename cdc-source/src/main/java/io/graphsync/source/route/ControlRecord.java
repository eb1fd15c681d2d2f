package io.graphsync.source.route;

import org.apache.kafka.clients.producer.ProducerRecord;

/** A record that is no event: it tells readers of one partition how far the events before it reach. */
public record ControlRecord(ProducerRecord<byte[], byte[]> record) implements Outgoing {}
