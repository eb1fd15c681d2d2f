package io.graphsync.stack.junit;

import io.graphsync.stack.ServerKind;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLocksProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/** A lock for each server that a test needs: those that need none of the same run side by side, where JUnit is told to. */
final class StackLocks implements ResourceLocksProvider {
    @Override
    public Set<Lock> provideForClass(Class<?> testClass) {
        return locks(stackOf(testClass), serversOf(List.of(testClass)));
    }

    @Override
    public Set<Lock> provideForNestedClass(List<Class<?>> enclosing, Class<?> testClass) {
        List<AnnotatedElement> places = new ArrayList<>(enclosing);
        places.add(testClass);
        return locks(stackOf(testClass), serversOf(places));
    }

    @Override
    public Set<Lock> provideForMethod(List<Class<?>> enclosing, Class<?> testClass, Method testMethod) {
        List<AnnotatedElement> places = new ArrayList<>(enclosing);
        places.add(testClass);
        places.add(testMethod);
        return locks(stackOf(testClass), serversOf(places));
    }

    private static Set<Lock> locks(String stack, Set<ServerKind> servers) {
        return servers.stream()
                .map(server -> new Lock("graphsync stack " + stack + ": " + server.id(), ResourceAccessMode.READ_WRITE))
                .collect(Collectors.toSet());
    }

    /** The stack that a class names; of nested classes the outermost name counts. */
    static String stackOf(Class<?> testClass) {
        Class<?> outermost = testClass;
        while (outermost.getEnclosingClass() != null) {
            outermost = outermost.getEnclosingClass();
        }
        return AnnotationSupport.findAnnotation(outermost, UseStack.class)
                .map(UseStack::stack)
                .orElse("");
    }

    /** The servers that annotations on these places name together; all of them where none is named. */
    static Set<ServerKind> serversOf(List<? extends AnnotatedElement> places) {
        Set<ServerKind> servers = EnumSet.noneOf(ServerKind.class);
        for (AnnotatedElement place : places) {
            AnnotationSupport.findAnnotation(place, UseStack.class)
                    .ifPresent(use -> servers.addAll(List.of(use.value())));
        }
        return servers.isEmpty() ? EnumSet.allOf(ServerKind.class) : servers;
    }
}
