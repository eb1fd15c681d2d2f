package io.graphsync.verification.chaos.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.graphsync.verification.chaos.proxy.LinkFault.Direction;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TcpProxyTest {
    private static final int SILENCE_MILLIS = 200;

    private final ServerSocket echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final AtomicInteger echoed = new AtomicInteger();
    private final TcpProxy proxy = TcpProxy.open("test", 1);

    TcpProxyTest() throws IOException {
        Thread.ofVirtual().start(this::serve);
        proxy.forwardTo(echo.getLocalPort());
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        echo.close();
    }

    @Test
    void bytes_go_through_unchanged_and_ends_are_passed_on() throws IOException {
        try (Socket client = connect()) {
            byte[] sent = new byte[1 << 20];
            for (int i = 0; i < sent.length; i++) {
                sent[i] = (byte) (i * 31);
            }

            Thread.ofVirtual().start(() -> send(client, sent));

            assertThat(client.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
            client.shutdownOutput();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
            await().until(() -> proxy.connections() == 0);
        }
    }

    @Test
    void a_cut_resets_what_is_open_and_nothing_else() throws IOException {
        try (Socket client = connect();
                Socket later = new Socket()) {
            assertEchoes(client);

            proxy.cut();

            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
            later.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.port()));
            assertEchoes(later);
        }
    }

    @Test
    void a_black_hole_takes_connections_and_swallows_their_bytes_and_resets_them_in_the_end() throws IOException {
        try (Socket before = connect()) {
            assertEchoes(before);
            proxy.harm(new LinkFault.BlackHole());
            try (Socket meanwhile = connect()) {
                int reached = echoed.get();
                send(before, new byte[] {1});
                send(meanwhile, new byte[] {2});
                assertSilent(before);
                assertSilent(meanwhile);
                assertThat(echoed.get()).isEqualTo(reached);

                proxy.heal();

                assertThatThrownBy(() -> before.getInputStream().read()).isInstanceOf(SocketException.class);
                assertThatThrownBy(() -> meanwhile.getInputStream().read()).isInstanceOf(SocketException.class);
            }
        }
    }

    @Test
    void where_answers_are_dead_requests_arrive_and_the_answers_come_when_it_heals() throws IOException {
        try (Socket client = connect()) {
            assertEchoes(client);
            int before = echoed.get();
            proxy.harm(new LinkFault.HalfOpen(Direction.TO_CLIENT));

            send(client, new byte[] {7});

            await().until(() -> echoed.get() == before + 1);
            assertSilent(client);
            proxy.heal();
            assertThat(client.getInputStream().read()).isEqualTo(7);
        }
    }

    @Test
    void where_requests_are_dead_the_server_hears_nothing_until_it_heals() throws IOException {
        try (Socket client = connect()) {
            assertEchoes(client);
            int before = echoed.get();
            proxy.harm(new LinkFault.HalfOpen(Direction.TO_SERVER));

            send(client, new byte[] {7});

            assertSilent(client);
            assertThat(echoed.get()).isEqualTo(before);
            proxy.heal();
            assertThat(client.getInputStream().read()).isEqualTo(7);
        }
    }

    @Test
    void a_delay_is_felt_in_both_directions() throws IOException {
        try (Socket client = connect()) {
            assertEchoes(client);
            proxy.harm(new LinkFault.Delay(Duration.ofMillis(60), Duration.ofMillis(20)));

            long start = System.nanoTime();
            assertEchoes(client);

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(120));
        }
    }

    @Test
    void a_slow_drain_lets_bytes_through_at_its_rate() throws IOException {
        try (Socket client = connect()) {
            assertEchoes(client);
            proxy.harm(new LinkFault.SlowDrain(4_000));

            long start = System.nanoTime();
            send(client, new byte[1_000]);
            assertThat(client.getInputStream().readNBytes(1_000)).hasSize(1_000);

            // Both directions share the rate, and what was read together may be passed on in one piece.
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
        }
    }

    @Test
    void while_the_server_is_away_clients_are_reset() throws IOException {
        echo.close();
        try (Socket client = connect()) {
            assertThatThrownBy(() -> {
                        client.getOutputStream().write(1);
                        client.getInputStream().read();
                    })
                    .isInstanceOf(SocketException.class);
        }
    }

    @Test
    void it_knows_the_connections_that_the_server_sees() throws IOException {
        try (Socket client = connect()) {
            assertEchoes(client);
            assertThat(proxy.isOrigin(client.getLocalPort())).isFalse();
            assertThat(proxy.connections()).isEqualTo(1);
        }
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    }

    private static void assertEchoes(Socket client) throws IOException {
        send(client, new byte[] {42});
        assertThat(client.getInputStream().read()).isEqualTo(42);
    }

    private static void assertSilent(Socket client) throws SocketException {
        client.setSoTimeout(SILENCE_MILLIS);
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        client.setSoTimeout(0);
    }

    private static void send(Socket client, byte[] bytes) {
        try {
            client.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void serve() {
        while (!echo.isClosed()) {
            try {
                Socket client = echo.accept();
                Thread.ofVirtual().start(() -> echo(client));
            } catch (IOException closed) {
                // The test is over.
            }
        }
    }

    private void echo(Socket client) {
        byte[] buffer = new byte[8_192];
        try (client) {
            for (int read = client.getInputStream().read(buffer);
                    read >= 0;
                    read = client.getInputStream().read(buffer)) {
                echoed.addAndGet(read);
                client.getOutputStream().write(buffer, 0, read);
            }
        } catch (IOException reset) {
            // The client has gone.
        }
    }
}
