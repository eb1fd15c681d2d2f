package io.graphsync.schema.review.pg;

import io.graphsync.schema.parse.PgNode;

/**
 * The definition of a function or procedure.
 *
 * @param text the statement that creates it
 */
record Routine(PgNode tree, String text) {}
