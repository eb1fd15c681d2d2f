/** A review, in the forms that people and other programs read. */
@NullMarked
package io.graphsync.schema.report.review;

import org.jspecify.annotations.NullMarked;
