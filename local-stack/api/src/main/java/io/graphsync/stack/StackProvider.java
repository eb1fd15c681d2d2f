package io.graphsync.stack;

import java.util.ServiceLoader;

/** A way to get a stack, found by {@link ServiceLoader}. */
public interface StackProvider {
    /** The system property that names the provider; {@code local} where it is not set. */
    String PROPERTY = "graphsync.stack";

    /** The value of {@link #PROPERTY} that selects this provider. */
    String name();

    /** Starts the servers that the options name. */
    Stack open(StackOptions options);

    /** The provider that the system property selects. */
    static StackProvider selected() {
        String name = System.getProperty(PROPERTY, "local");
        for (StackProvider provider : ServiceLoader.load(StackProvider.class, StackProvider.class.getClassLoader())) {
            if (provider.name().equals(name)) {
                return provider;
            }
        }
        throw new StackException(
                "No provider of a stack is called \"" + name + "\" (system property " + PROPERTY + ")");
    }
}
