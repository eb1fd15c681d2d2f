package io.graphsync.source;

import java.io.IOException;

/** Where the tests' servers are. */
record TestServers(String postgres, String user, String password, String kafka) {
    static TestServers get() {
        return new TestServers("127.0.0.1:15432", "postgres", "postgres", "127.0.0.1:19092");
    }

    void stopKafka() {
        run("kill -9 $(cat /tmp/source/kafka/kafka.pid)");
    }

    void startKafka() {
        run("setsid /tmp/source/kafka/start.sh >/dev/null 2>&1");
    }

    void stopPostgres() {
        run("su postgres -c '/usr/lib/postgresql/15/bin/pg_ctl -D /tmp/source/pg/data -m fast -w stop' >/dev/null");
    }

    void startPostgres() {
        run("/tmp/source/pg/start.sh >/dev/null 2>&1");
    }

    private static void run(String command) {
        try {
            new ProcessBuilder("bash", "-c", command).inheritIO().start().waitFor();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
