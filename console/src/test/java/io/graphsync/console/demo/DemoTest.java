package io.graphsync.console.demo;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphsync.console.exit.CommandFailure;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
    private static final String HOME = "graphsync.home";

    private final Optional<String> home = Optional.ofNullable(System.getProperty(HOME));

    @BeforeEach
    void leaveTheCheckout(@TempDir Path elsewhere) {
        System.setProperty(HOME, elsewhere.toString());
    }

    @AfterEach
    void goBack() {
        home.ifPresentOrElse(checkout -> System.setProperty(HOME, checkout), () -> System.clearProperty(HOME));
    }

    @Test
    void what_makes_a_demo_fail_is_told_and_not_taken_for_a_signal() {
        DemoOptions options = new DemoOptions(Optional.of(1), true, 1, 1, Optional.empty(), false);

        assertThatThrownBy(() -> Demo.run(options, new PrintWriter(Writer.nullWriter())))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("the demo runs from a checkout");
    }
}
