package io.graphsync.stack.junit;

import io.graphsync.stack.ServerKind;
import io.graphsync.stack.Stack;
import java.lang.reflect.AnnotatedElement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test method a {@link TestStack} with the servers that {@link UseStack} names, all of them where nothing
 * names any. The servers are shared by all tests of the JVM, so tests that use them must not run side by side.
 */
public final class LocalStackExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(LocalStackExtension.class);

    @Override
    public void beforeEach(ExtensionContext context) throws SQLException {
        Set<ServerKind> servers = serversFor(context);
        String name = StackLocks.stackOf(context.getRequiredTestClass());
        Stack stack = SharedStack.with(name, servers);
        var testStack = new TestStack(stack, servers);
        @Nullable PostgresReset postgresReset = null;
        if (servers.contains(ServerKind.POSTGRES)) {
            postgresReset = PostgresReset.remember(stack.postgres());
            testStack.createDatabase(testStack.database());
        }
        if (servers.contains(ServerKind.NEO4J)) {
            Neo4jReset.run(stack.neo4j());
        }
        context.getStore(NAMESPACE)
                .put(Loan.class, new Loan(name, testStack, servers, Optional.ofNullable(postgresReset)));
    }

    @Override
    public void afterEach(ExtensionContext context) throws SQLException {
        Loan loan = loan(context);
        if (loan == null) {
            return; // it failed before there was anything to take back
        }
        SharedStack.with(loan.name(), loan.servers());
        if (loan.postgresReset().isPresent()) {
            loan.postgresReset().get().run();
        }
        if (loan.servers().contains(ServerKind.KAFKA)) {
            KafkaReset.deleteTopics(loan.stack().kafka(), loan.stack().topicPrefix());
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        // A class has no stack of its own: only methods that run once a test can take it.
        return parameter.getParameter().getType() == TestStack.class && loan(context) != null;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Loan loan = loan(context);
        if (loan == null) {
            throw new IllegalStateException("There is no stack outside a test method");
        }
        return loan.stack();
    }

    private static @Nullable Loan loan(ExtensionContext context) {
        return context.getStore(NAMESPACE).get(Loan.class, Loan.class);
    }

    private static Set<ServerKind> serversFor(ExtensionContext context) {
        var places = new ArrayList<AnnotatedElement>(List.of(context.getRequiredTestMethod()));
        for (Class<?> place = context.getRequiredTestClass(); place != null; place = place.getEnclosingClass()) {
            places.add(place);
        }
        return StackLocks.serversOf(places);
    }

    /** What a test has and what is to be taken back afterwards. */
    private record Loan(String name, TestStack stack, Set<ServerKind> servers, Optional<PostgresReset> postgresReset) {}
}
