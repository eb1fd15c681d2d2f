/** The library that applications embed, on the tables that the migrations make. */
@NullMarked
package io.graphsync.verification.writer;

import org.jspecify.annotations.NullMarked;
