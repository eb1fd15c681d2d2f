package io.graphsync.sink.consume;

import java.util.Optional;

/**
 * A batch that a writer has put down.
 *
 * @param batch the batch
 * @param applied whether all its records are dealt with; false where it was abandoned or the sink must end
 * @param fatal why the sink must end
 */
record Done(Batch batch, boolean applied, Optional<Throwable> fatal) {}
