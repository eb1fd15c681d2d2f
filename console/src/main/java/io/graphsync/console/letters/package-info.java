/** Dead letters on the command line: {@code graphsync dlt}. */
@NullMarked
package io.graphsync.console.letters;

import org.jspecify.annotations.NullMarked;
