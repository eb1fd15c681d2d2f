package io.graphsync.stack.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphsync.stack.ServerKind;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class MainArgumentsTest {
    @Test
    void without_arguments_all_servers_start_on_temporary_data() {
        MainArguments arguments = MainArguments.parse(List.of());

        assertThat(arguments.servers()).containsExactlyInAnyOrder(ServerKind.values());
        assertThat(arguments.keep()).isEmpty();
    }

    @Test
    void servers_and_a_directory_can_be_named() {
        MainArguments arguments = MainArguments.parse(List.of("--servers", "kafka,postgres", "--keep", "d"));

        assertThat(arguments.servers()).containsExactlyInAnyOrder(ServerKind.KAFKA, ServerKind.POSTGRES);
        assertThat(arguments.keep()).contains(Path.of("d"));
    }

    @Test
    void files_are_imported_into_neo4j_alone() {
        assertThat(MainArguments.parse(List.of("--import", "d")).files()).contains(Path.of("d"));
        assertThatThrownBy(() -> MainArguments.parse(List.of("--servers", "kafka", "--import", "d")))
                .hasMessageContaining("--import needs neo4j");
    }

    @Test
    void what_is_wrong_is_named() {
        assertThatThrownBy(() -> MainArguments.parse(List.of("--servers", "mysql")))
                .hasMessageContaining("\"mysql\"")
                .hasMessageContaining("postgres, kafka, neo4j");
        assertThatThrownBy(() -> MainArguments.parse(List.of("--keep"))).hasMessageContaining("--keep needs a value");
        assertThatThrownBy(() -> MainArguments.parse(List.of("--kep"))).hasMessageContaining("--kep");
    }
}
