package io.graphsync.verification.chaos.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Passes connections of one client on to one server, and can do harm to all of them at once. It listens on the same port
 * for as long as it lives; while the server can't be reached, clients are reset. Safe for use by many threads.
 */
public final class TcpProxy implements AutoCloseable {
    private static final int CONNECT_MILLIS = 2_000;
    private static final int BACKLOG = 50;

    private final String name;
    private final ServerSocket listener;
    private final FaultyLink link;
    private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
    private volatile int serverPort;

    private TcpProxy(String name, ServerSocket listener, long seed) {
        this.name = name;
        this.listener = listener;
        this.link = new FaultyLink(seed);
    }

    /**
     * Opens a proxy on a free port of 127.0.0.1, which resets its clients until {@link #forwardTo} names a server.
     *
     * @param seed of the jitter
     */
    public static TcpProxy open(String name, long seed) throws IOException {
        ServerSocket listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        TcpProxy proxy = new TcpProxy(name, listener, seed);
        Thread.ofVirtual().name("proxy-" + name).start(proxy::accept);
        return proxy;
    }

    /** The port on which clients connect. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Names the server's port on 127.0.0.1, for connections from now on. */
    public void forwardTo(int port) {
        serverPort = port;
    }

    /** Makes something wrong, with connections that are open and with new ones. */
    public void harm(LinkFault fault) {
        link.set(fault);
    }

    /** Ends every fault; connections that lost bytes meanwhile are reset. */
    public void heal() {
        link.set(new LinkFault.None());
        connections.stream().filter(ProxiedConnection::isBroken).forEach(ProxiedConnection::reset);
    }

    /** Resets every open connection; new ones are served. */
    public void cut() {
        connections.forEach(ProxiedConnection::reset);
    }

    /** How many connections are open. */
    public int connections() {
        return connections.size();
    }

    /** Whether one of the connections comes to the server from that port. */
    public boolean isOrigin(int clientPort) {
        return connections.stream().anyMatch(connection -> connection.serverSidePort() == clientPort);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Thread.ofVirtual().start(() -> connect(client));
            } catch (IOException closedOrReset) {
                // Closed, which ends the loop; or the client was gone before it was taken.
            }
        }
    }

    private void connect(Socket client) {
        Socket server = new Socket();
        try {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort), CONNECT_MILLIS);
            ProxiedConnection connection = new ProxiedConnection(client, server, link);
            connections.add(connection);
            connection.start(() -> connections.remove(connection));
            if (listener.isClosed()) {
                connection.reset();
            }
        } catch (IOException | IllegalArgumentException unreachable) {
            ProxiedConnection.reset(client);
            ProxiedConnection.reset(server);
        }
    }

    @Override
    public String toString() {
        return name;
    }

    /** Stops to listen and resets all connections. */
    @Override
    public void close() throws IOException {
        listener.close();
        heal();
        cut();
    }
}
