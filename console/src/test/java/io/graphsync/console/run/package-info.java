@NullMarked
package io.graphsync.console.run;

import org.jspecify.annotations.NullMarked;
