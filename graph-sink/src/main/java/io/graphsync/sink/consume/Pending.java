package io.graphsync.sink.consume;

import io.graphsync.sink.mapping.MappedEvent;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * An event that is to be written.
 *
 * @param source the record that brought it
 * @param event what it says
 */
record Pending(ConsumerRecord<byte[], byte[]> source, MappedEvent event) {}
