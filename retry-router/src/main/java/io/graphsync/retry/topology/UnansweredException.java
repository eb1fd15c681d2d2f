package io.graphsync.retry.topology;

import org.apache.kafka.common.KafkaException;

/** Kafka did not answer a producer in time: what it sent, or the end of its transaction, may be there and may not. */
final class UnansweredException extends KafkaException {
    private static final long serialVersionUID = 1L;

    UnansweredException(String what, Throwable cause) {
        super(what + " was not answered: " + cause.getMessage(), cause);
    }
}
