/** Which fault happens when: decided from a seed, before anything happens. */
@NullMarked
package io.graphsync.verification.chaos.plan;

import org.jspecify.annotations.NullMarked;
