/** What the packaged migrations promise, on real servers. */
@NullMarked
package io.graphsync.verification.migrations;

import org.jspecify.annotations.NullMarked;
