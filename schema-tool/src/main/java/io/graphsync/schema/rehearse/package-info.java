/** Runs migrations on a throwaway server, to see what they lock, rewrite and fail at. */
@NullMarked
package io.graphsync.schema.rehearse;

import org.jspecify.annotations.NullMarked;
