package io.graphsync.source;

/** Where the tests' servers are. */
record TestServers(String postgres, String user, String password, String kafka) {
    static TestServers get() {
        return new TestServers(
                System.getProperty("graphsync.test.pg", "127.0.0.1:15432"),
                "postgres",
                "postgres",
                System.getProperty("graphsync.test.kafka", "127.0.0.1:19092"));
    }
}
