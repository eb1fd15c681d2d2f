/** Long runs of whole processes that show what no quick test can: {@code mvn verify -Plong}. */
@NullMarked
package io.graphsync.verification.acceptance;

import org.jspecify.annotations.NullMarked;
