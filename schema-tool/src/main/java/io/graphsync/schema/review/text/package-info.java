/** Reviews of files by their text, in the order in which they run. */
@NullMarked
package io.graphsync.schema.review.text;

import org.jspecify.annotations.NullMarked;
