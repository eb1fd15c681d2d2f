/** The servers as containers on this machine's engine; the one package that knows Testcontainers and Docker. */
@NullMarked
package io.graphsync.stack.containers;

import org.jspecify.annotations.NullMarked;
