package io.graphsync.source.route;

import org.apache.kafka.clients.producer.ProducerRecord;

/** A record that is ready to be sent. */
public sealed interface Outgoing permits Routed, ControlRecord {
    /** The record itself. */
    ProducerRecord<byte[], byte[]> record();
}
