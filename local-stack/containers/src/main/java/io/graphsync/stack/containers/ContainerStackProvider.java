package io.graphsync.stack.containers;

import io.graphsync.stack.Stack;
import io.graphsync.stack.StackOptions;
import io.graphsync.stack.StackProvider;

/** Gives a {@link ContainerStack}. */
public final class ContainerStackProvider implements StackProvider {
    @Override
    public String name() {
        return "containers";
    }

    @Override
    public Stack open(StackOptions options) {
        return ContainerStack.start(options);
    }
}
