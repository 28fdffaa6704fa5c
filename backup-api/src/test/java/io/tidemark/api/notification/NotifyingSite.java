package io.tidemark.api.notification;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.tidemark.api.testing.RunningServer;
import io.tidemark.catalog.testing.TestDatabase;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// Two servers on one catalog with a webhook receiver and a mail server, and runs that end as a test wants them to.
record NotifyingSite(
        TestDatabase database,
        Receiver receiver,
        GreenMail mail,
        RunningServer server,
        RunningServer other,
        String repository)
        implements AutoCloseable {
    static final String NOTIFICATIONS = "/api/v1/notifications";

    private static final String KEY = "q2Vx3y0vX0m2mJ3b3Hj9w1yq8m0b8F5nqkZ0S8kq0mE=";

    static NotifyingSite start(TestDatabase database) throws IOException {
        Receiver receiver = new Receiver();
        GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.start();
        RunningServer server = server(database, mail);
        RunningServer other = server(database, mail);
        return new NotifyingSite(database, receiver, mail, server, other, server.repository("main"));
    }

    private static RunningServer server(TestDatabase database, GreenMail mail) {
        return RunningServer.start(
                database,
                "--tidemark.secrets.key=" + KEY,
                "--spring.mail.host=127.0.0.1",
                "--spring.mail.port=" + mail.getSmtp().getPort(),
                "--tidemark.notifications.timeout=1s",
                "--tidemark.notifications.first-retry=50ms",
                "--tidemark.notifications.give-up-after=3s",
                "--tidemark.notifications.mail-from=tidemark@example.org",
                "--tidemark.notifications.dashboard-url=https://backup.example.org/");
    }

    @Override
    public void close() {
        other.close();
        server.close();
        mail.stop();
        receiver.close();
    }

    String webhook(String name) {
        return webhook(name, receiver.url("/" + name));
    }

    String webhook(String name, String url) {
        return server.post(NOTIFICATIONS + "/channels", """
                {"name": "%s", "kind": "webhook", "url": "%s", "secret": "%s"}""".formatted(name, url, Receiver.SECRET))
                .created();
    }

    String rule(String name, String channel, String what) {
        return server.post(NOTIFICATIONS + "/rules", """
                {"name": "%s", "channel": "%s", %s}""".formatted(name, channel, what))
                .created();
    }

    String run(String machine, String state) throws SQLException {
        String run = server.post("/api/v1/runs", backup(machine)).accepted();
        end(run, state);
        return run;
    }

    String backup(String machine) {
        return "{\"kind\": \"backup\", \"machine\": \"" + machine + "\", \"repository\": \"" + repository + "\"}";
    }

    /// As a worker would end it.
    void end(String run, String state) throws SQLException {
        String error = state.equals("failed") || state.equals("lost") ? "'image-busy'" : "null";
        execute("update runs set state = '" + state + "', finished_at = now(), error_code = " + error
                + ", error_message = " + error + " where id = '" + run + "'");
    }

    List<JsonNode> deliveries(String query) {
        return server.get(NOTIFICATIONS + "/deliveries" + query)
                .ok()
                .body()
                .path("items")
                .valueStream()
                .toList();
    }

    long count(String table) {
        return server.context()
                .getBean(JdbcClient.class)
                .sql("select count(*) from " + table)
                .query(Long.class)
                .single();
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
