/** The rules of PostgreSQL, and what a statement locks, rewrites and scans by the parse tree alone. */
@NullMarked
package io.graphsync.schema.review.pg;

import org.jspecify.annotations.NullMarked;
