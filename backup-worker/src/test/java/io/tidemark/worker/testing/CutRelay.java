package io.tidemark.worker.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Stands between clients and a server on this machine, as long as it is not cut: then connections break, and new
/// ones are ended at once.
public final class CutRelay implements AutoCloseable {
    private volatile InetSocketAddress server;
    private final ServerSocket entrance;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    private CutRelay(InetSocketAddress server) throws IOException {
        this.server = server;
        this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("relay").start(this::accept);
    }

    public static CutRelay to(String host, int port) throws IOException {
        return new CutRelay(new InetSocketAddress(host, port));
    }

    public int port() {
        return entrance.getLocalPort();
    }

    /// The server is gone.
    public void cut() {
        cut = true;
        sockets.forEach(CutRelay::end);
    }

    /// The server is back.
    public void mend() {
        cut = false;
    }

    /// The server is back, at another port.
    public void mend(int port) {
        server = new InetSocketAddress(server.getHostString(), port);
        mend();
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket client = entrance.accept();
                Thread.ofVirtual().start(() -> relay(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void relay(Socket client) {
        try (client;
                Socket onward = new Socket()) {
            if (cut) {
                return;
            }
            sockets.add(client);
            sockets.add(onward);
            onward.connect(server);
            if (cut) {
                return;
            }
            Thread back = Thread.ofVirtual().start(() -> copy(onward, client));
            copy(client, onward);
            back.join();
        } catch (IOException gone) {
            // One side is gone; the other one learns of it by the closed socket.
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } finally {
            sockets.remove(client);
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
            to.shutdownOutput();
        } catch (IOException gone) {
            end(from);
            end(to);
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException already) {
            // It is gone, which is all that is wanted.
        }
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        cut();
    }
}
