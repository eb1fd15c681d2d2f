package io.graphsync.stack.junit;

import io.graphsync.stack.ServerKind;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * The servers that tests need, on a class, on the class around a nested one, on a method, or on several of them, which
 * adds up. Test and lifecycle methods then take a {@link TestStack} as a parameter. The servers are those of the whole JVM,
 * so tests that need the same one never run at the same time, unless they name different stacks.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(LocalStackExtension.class)
@ResourceLock(providers = StackLocks.class)
public @interface UseStack {
    ServerKind[] value() default {ServerKind.POSTGRES, ServerKind.KAFKA, ServerKind.NEO4J};

    /**
     * Which stack, on a class: each name has servers of its own, so that long tests can run beside others. They cost their start and
     * their memory.
     */
    String stack() default "";
}
