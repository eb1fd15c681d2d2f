package io.graphsync.sink.consume;

/**
 * The topics between the sink and the router.
 *
 * @param failed where failed events and outcomes go
 * @param redelivered from where events come again
 */
public record RetryRoute(String failed, String redelivered) {}
