/** The whole stack on this machine with sample traffic. */
@NullMarked
package io.graphsync.console.demo;

import org.jspecify.annotations.NullMarked;
