/** Dead letters as operators see them: find, show, redrive, discard, follow. Each action is one audited transaction. */
@NullMarked
package io.graphsync.retry.letters;

import org.jspecify.annotations.NullMarked;
