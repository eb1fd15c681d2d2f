package io.graphsync.schema.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphsync.stack.ServerKind;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.exceptions.Neo4jException;

/** What the pages show for Neo4j is what the server takes, or refuses in the words that they tell. */
@UseStack(ServerKind.NEO4J)
class CypherExamplesIT {
    @SuppressWarnings("NullAway.Init") // connect() sets it before each test
    private Driver driver;

    static List<RuleExample> examples() {
        return RuleExample.neo4j();
    }

    @BeforeEach
    void connect(TestStack stack) {
        driver = GraphDatabase.driver(stack.boltUri(), AuthTokens.basic(stack.neo4jUser(), stack.neo4jPassword()));
    }

    @AfterEach
    void disconnect() {
        driver.close();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void an_example_runs_or_is_refused_as_its_page_says(RuleExample example) {
        run(example.setup());

        if (example.bad().refusal().isEmpty()) {
            run(example.bad().text());
        } else {
            RuleExample.Refusal refusal = example.bad().refusal().get();
            assertThatThrownBy(() -> run(example.bad().text()))
                    .hasMessageContaining(refusal.message())
                    .asInstanceOf(InstanceOfAssertFactories.type(Neo4jException.class))
                    .returns(refusal.code(), Neo4jException::code);
        }

        empty();
        run(example.setup());
        run(example.good().text());
    }

    @Test
    void schema_and_data_are_refused_in_one_transaction() {
        RuleExample example = examples().stream()
                .filter(candidate -> candidate.rule().equals("CY10"))
                .findFirst()
                .orElseThrow();
        try (var session = driver.session();
                var transaction = session.beginTransaction()) {
            assertThatThrownBy(() -> RuleExample.statements(example.bad().text())
                            .forEach(statement -> transaction.run(statement).consume()))
                    .asInstanceOf(InstanceOfAssertFactories.type(Neo4jException.class))
                    .returns("Neo.ClientError.Transaction.ForbiddenDueToTransactionType", Neo4jException::code);
        }
    }

    @Test
    void a_name_is_not_given_to_what_is_there_under_another_one() {
        RuleExample example = examples().stream()
                .filter(candidate -> candidate.rule().equals("CY09"))
                .findFirst()
                .orElseThrow();
        run(example.setup());
        run(example.bad().text());

        try (var session = driver.session()) {
            assertThat(session.run("SHOW CONSTRAINTS YIELD name")
                            .list(row -> row.get("name").asString()))
                    .containsExactly("key_of_user");
        }
    }

    private void empty() {
        try (var session = driver.session()) {
            List<String> drops = session.run(
                            "SHOW CONSTRAINTS YIELD name RETURN 'DROP CONSTRAINT `' + name + '`' AS drop")
                    .list(row -> row.get("drop").asString());
            drops.forEach(drop -> session.run(drop).consume());
            session.run(
                            "SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN 'DROP INDEX `' + name + '`' AS drop")
                    .list(row -> row.get("drop").asString())
                    .forEach(drop -> session.run(drop).consume());
            session.run("MATCH (n) DETACH DELETE n").consume();
        }
    }

    /** Each statement in a transaction of its own, as the tool runs them. */
    private void run(String cypher) {
        try (var session = driver.session()) {
            RuleExample.statements(cypher)
                    .forEach(statement -> session.run(statement).consume());
        }
    }
}
