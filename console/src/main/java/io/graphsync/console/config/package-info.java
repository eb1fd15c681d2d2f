/** The settings of a process: file, environment, and what is wrong in them. */
@NullMarked
package io.graphsync.console.config;

import org.jspecify.annotations.NullMarked;
