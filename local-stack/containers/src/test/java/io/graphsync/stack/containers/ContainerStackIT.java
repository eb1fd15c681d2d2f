package io.graphsync.stack.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import io.graphsync.stack.ServerKind;
import io.graphsync.stack.StackException;
import io.graphsync.stack.StackListener;
import io.graphsync.stack.StackOptions;
import io.graphsync.stack.StackServer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;

/** What is particular to containers; the tests of local-stack itself run on them too. */
class ContainerStackIT {
    private final DockerClient docker = DockerClientFactory.instance().client();
    private final List<String> losses = new CopyOnWriteArrayList<>();

    private StackOptions options(ServerKind... kinds) {
        return StackOptions.of(kinds).withListener(new StackListener() {
            @Override
            public void serverLost(ServerKind server, String report) {
                losses.add(report);
            }
        });
    }

    private static String id(StackServer server) {
        return ((ContainerServer) server.control()).containerId().orElseThrow();
    }

    @Test
    void closing_removes_every_container_and_volume_whatever_state_it_is_in() {
        ContainerStack stack = ContainerStack.start(options(ServerKind.values()));
        List<String> ids = Arrays.stream(ServerKind.values())
                .map(kind -> id(stack.server(kind)))
                .toList();
        List<String> volumes = ids.stream()
                .map(id -> docker.inspectContainerCmd(id).exec())
                .flatMap(found -> Stream.ofNullable(found.getMounts()).flatMap(List::stream))
                .map(InspectContainerResponse.Mount::getName)
                .toList();
        stack.postgres().pause();
        stack.kafka().stop();

        stack.close();
        stack.close();

        assertThat(volumes).isNotEmpty();
        assertThat(ids)
                .allSatisfy(id -> assertThatThrownBy(
                                () -> docker.inspectContainerCmd(id).exec())
                        .isInstanceOf(NotFoundException.class));
        assertThat(volumes)
                .allSatisfy(volume -> assertThatThrownBy(
                                () -> docker.inspectVolumeCmd(volume).exec())
                        .isInstanceOf(NotFoundException.class));
        assertThat(losses).isEmpty();
    }

    @Test
    void a_container_that_somebody_killed_is_reported_and_can_be_started_again() {
        try (ContainerStack stack = ContainerStack.start(options(ServerKind.POSTGRES))) {
            String before = id(stack.postgres());

            docker.killContainerCmd(before).exec();

            await().until(() -> !losses.isEmpty());
            assertThat(losses).singleElement().asString().contains("postgres ended unexpectedly with code 137");
            assertThat(stack.postgres().isRunning()).isFalse();
            stack.postgres().start();
            assertThat(id(stack.postgres())).isEqualTo(before);
        }
    }

    @Test
    void a_paused_server_can_be_stopped_and_killed() {
        try (ContainerStack stack = ContainerStack.start(options(ServerKind.POSTGRES))) {
            stack.postgres().pause();
            stack.postgres().kill();
            assertThat(stack.postgres().isRunning()).isFalse();
            stack.postgres().start();
            stack.postgres().pause();
            assertThat(stack.postgres().isRunning()).isTrue();
            stack.postgres().stop();
            assertThat(stack.postgres().isRunning()).isFalse();
            stack.postgres().start();
        }
        assertThat(losses).isEmpty();
    }

    @Test
    void a_port_that_was_taken_meanwhile_is_named() throws Exception {
        try (ContainerStack stack = ContainerStack.start(options(ServerKind.POSTGRES))) {
            stack.postgres().stop();
            int port = stack.postgres().port();
            try (var taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                assertThat(taken.isBound()).isTrue();
                assertThatThrownBy(() -> stack.postgres().start())
                        .isInstanceOf(StackException.class)
                        .hasMessageContaining("postgres cannot be started")
                        .hasMessageContaining("127.0.0.1:" + port);
            }
            stack.postgres().start();
        }
    }

    @Test
    void a_directory_for_data_is_refused() {
        StackOptions kept = options().keptIn(Path.of("kept"));

        assertThatThrownBy(() -> ContainerStack.start(kept))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("keep no data");
    }
}
