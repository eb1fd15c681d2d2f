/** A TCP proxy whose connections can be cut, delayed, silenced and slowed down. */
@NullMarked
package io.graphsync.verification.chaos.proxy;

import org.jspecify.annotations.NullMarked;
