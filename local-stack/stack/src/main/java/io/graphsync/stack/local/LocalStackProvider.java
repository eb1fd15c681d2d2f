package io.graphsync.stack.local;

import io.graphsync.stack.Stack;
import io.graphsync.stack.StackOptions;
import io.graphsync.stack.StackProvider;

/** Gives a {@link LocalStack}. */
public final class LocalStackProvider implements StackProvider {
    @Override
    public String name() {
        return "local";
    }

    @Override
    public Stack open(StackOptions options) {
        return LocalStack.start(options);
    }
}
