/**
 * The review: what each statement of a migration does to a live server, and whether it may run there. Pure: the statements
 * come from {@code parse}, what was measured on a throwaway server comes from {@code rehearse}.
 */
@NullMarked
package io.graphsync.schema.review;

import org.jspecify.annotations.NullMarked;
