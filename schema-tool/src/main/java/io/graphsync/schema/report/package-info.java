/** What a run found or did, as text and as JSON. */
@NullMarked
package io.graphsync.schema.report;

import org.jspecify.annotations.NullMarked;
