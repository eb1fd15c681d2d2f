package io.graphsync.retry.topology;

import org.apache.kafka.common.TopicPartition;

/**
 * A transaction that a partition has records of and no end.
 *
 * @param partition readers of committed records stop there
 * @param producerId who began it
 * @param producerEpoch the producer's epoch, as the partition knows it
 * @param coordinatorEpoch of the coordinator that wrote there last, 0 where none has
 * @param startOffset of its first record
 */
record OpenTransaction(
        TopicPartition partition, long producerId, int producerEpoch, int coordinatorEpoch, long startOffset) {}
