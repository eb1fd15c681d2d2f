package io.graphsync.verification.chaos.proxy;

import io.graphsync.verification.chaos.proxy.LinkFault.Direction;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** One connection through the proxy: a thread for each direction, until both have ended or one breaks. */
final class ProxiedConnection {
    private static final int BUFFER_BYTES = 32 * 1024;

    private final Socket client;
    private final Socket server;
    private final FaultyLink link;
    private volatile boolean lostBytes;

    /** Directions that have not ended; guarded by this. */
    private int open = 2;

    ProxiedConnection(Socket client, Socket server, FaultyLink link) {
        this.client = client;
        this.server = server;
        this.link = link;
    }

    /** Passes bytes on until the connection has ended; then calls back. */
    void start(Runnable ended) {
        Thread.ofVirtual().start(() -> run(Direction.TO_SERVER, client, server, ended));
        Thread.ofVirtual().start(() -> run(Direction.TO_CLIENT, server, client, ended));
    }

    private void run(Direction direction, Socket from, Socket to, Runnable ended) {
        try {
            pump(direction, from.getInputStream(), to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException broken) {
            reset();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            reset();
        }
        if (isLast()) {
            reset();
            ended.run();
        }
    }

    private synchronized boolean isLast() {
        open--;
        return open == 0;
    }

    private void pump(Direction direction, InputStream in, OutputStream out) throws IOException, InterruptedException {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            int passed = 0;
            while (passed < read) {
                int piece = link.pieceBytes(read - passed);
                if (link.await(direction, piece) == FaultyLink.Fate.PASS && !lostBytes) {
                    out.write(buffer, passed, piece);
                } else {
                    lostBytes = true;
                }
                passed += piece;
            }
        }
        // The end itself is a message that a dead direction holds back.
        if (link.await(direction, 0) == FaultyLink.Fate.VANISH) {
            lostBytes = true;
        }
    }

    /** Whether bytes of this connection vanished, so that it makes no sense any more. */
    boolean isBroken() {
        return lostBytes;
    }

    /** The port from which the proxy talks to the server. */
    int serverSidePort() {
        return server.getLocalPort();
    }

    /** Ends both sides with a reset. */
    void reset() {
        reset(client);
        reset(server);
    }

    static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException gone) {
            // It is closed, which is what was wanted.
        }
    }
}
