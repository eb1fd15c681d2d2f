/** The command line ./migrate; picocli stays here. */
@NullMarked
package io.graphsync.schema.cli;

import org.jspecify.annotations.NullMarked;
