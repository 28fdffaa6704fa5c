package io.tidemark.benchmarks.scale;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;

/// A catalog as years of use leave it, written straight into the tables: the API would take hours.
final class FilledCatalog {
    static final int MACHINES = 5_000;
    static final int RUNS = 200_000;
    static final int POINTS = 500_000;
    static final int POOLS = 40;

    private static final String[] ROWS = {
        "insert into pools (name) select 'host-' || n from generate_series(1, %d) n".formatted(POOLS),
        """
        insert into repositories (id, name, location, state, repository_uuid, created_at, version)
        select uuidv7(), 'vault-' || n, 's3://vault-' || n || '/backups', 'ready', gen_random_uuid(), now(), 0
        from generate_series(1, 10) n""",
        """
        insert into machines (id, name, pool, created_at, version)
        select uuidv7(), 'vm-' || lpad(n::text, 5, '0'), 'host-' || 1 + n %% %d, now() - interval '2 years', 0
        from generate_series(1, %d) n""".formatted(POOLS, MACHINES),
        """
        insert into disks (machine_id, position, id, name, image_path)
        select m.id, d, gen_random_uuid(), 'disk' || d, '/images/' || m.name || '-' || d || '.qcow2'
        from machines m, generate_series(0, 1) d""",
        """
        insert into machine_labels (machine_id, key, value)
        select m.id, l.key, l.value from machines m, lateral (values
            ('env', (array['production', 'staging', 'test'])[1 + right(m.name, 4)::int % 3]),
            ('tier', 'tier-' || (right(m.name, 2)::int % 7)),
            ('owner', 'team-' || (right(m.name, 3)::int % 25))) l (key, value)""",
        // 40 runs of each machine, the newest an hour ago; ids are ordered by time as those of the server are.
        """
        create temporary table made as
        select uuidv7(age) id, m.id machine_id, m.name machine_name, m.pool, r.id repository_id, r.name repository_name,
               now() + age created_at, n, m.number
        from (select *, row_number() over (order by name) number from machines) m
        join (select *, row_number() over (order by name) number from repositories) r on r.number = 1 + m.number % 10
        cross join generate_series(1, {runs} / {machines}) n
        cross join lateral (select make_interval(secs => -(n * 86400 + m.number * 7 + 3600)) age) a""",
        """
        insert into runs (id, kind, state, pool, machine_id, machine_name, repository_id, repository_name, scheduled_for,
                          requested_mode, point_id, attempt, worker_id, worker, created_at, started_at, finished_at,
                          error_code, error_message, total_bytes, found_bytes, read_bytes, stored_bytes, uploaded_bytes,
                          store_requests, store_bytes_up, store_bytes_down, updated_at, version)
        select id, case when (n + number) % 8 = 0 then 'retention' else 'backup' end,
               case when (n + number) % 40 = 0 then 'failed' when (n + number) % 50 = 0 then 'warning' else 'succeeded' end,
               pool, machine_id, machine_name, repository_id, repository_name, null,
               case when (n + number) % 8 <> 0 then 'auto' end, case when (n + number) % 8 <> 0 then gen_random_uuid() end, 1,
               gen_random_uuid(), 'kvm', created_at, created_at, created_at + interval '40 seconds',
               case when (n + number) % 40 = 0 then 'image-busy' end,
               case when (n + number) % 40 = 0 then 'The image is in use by another process.' end,
               21474836480, 214748364, 214748364, 107374182, 110000000, 31, 110000000, 90000, created_at, 2
        from made""",
        """
        insert into run_steps (run_id, position, name, state, started_at, finished_at)
        select id, p, (array['open', 'mark', 'read', 'commit'])[1 + p], 'succeeded', created_at, created_at from made, generate_series(0, 3) p""",
        """
        insert into run_disks (run_id, position, disk, mode, requested_mode, reason, virtual_bytes, changed_bytes, read_bytes, new_chunks, stored_bytes)
        select id, p, 'disk' || p, 'bitmap', 'auto', 'the mark is trusted', 10737418240, 107374182, 107374182, 1600, 53687091
        from made, generate_series(0, 1) p where (n + number) % 8 <> 0""",
        """
        insert into run_log (run_id, seq, at, level, message)
        select id, p, created_at, 'info', 'Line ' || p || ' of this run.' from made, generate_series(1, 3) p""",
        """
        insert into points (id, repository_id, machine_id, machine_name, created_at)
        select uuidv7(age), r.id, m.id, m.name, now() + age
        from (select *, row_number() over (order by name) number from machines) m
        join (select *, row_number() over (order by name) number from repositories) r on r.number = 1 + m.number % 10
        cross join generate_series(1, {points} / {machines}) n
        cross join lateral (select make_interval(secs => -(n * 86400 + m.number * 7 + 3600)) age) a""",
        """
        insert into point_disks (point_id, position, name, mode, reason, virtual_bytes, changed_bytes, stored_bytes)
        select p.id, d, 'disk' || d, 'bitmap', 'the mark is trusted', 10737418240, 107374182, 53687091
        from points p, generate_series(0, 1) d""",
        "drop table made",
        "vacuum (analyze)",
    };

    private final String url;
    private final String user;
    private final String password;

    FilledCatalog(String url, String user, String password) {
        this.url = url;
        this.user = user;
        this.password = password;
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url, user, password);
    }

    /// Fills the empty catalog of a server that has made its tables.
    void fill() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String row : ROWS) {
                statement.execute(row.replace("{machines}", Integer.toString(MACHINES))
                        .replace("{runs}", Integer.toString(RUNS))
                        .replace("{points}", Integer.toString(POINTS)));
            }
        }
    }

    /// Machines without runs and points, for policies to fire for.
    void machines(int count) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    insert into repositories (id, name, location, state, repository_uuid, created_at, version)
                    values (uuidv7(), 'vault', 's3://vault/backups', 'ready', gen_random_uuid(), now(), 0)""");
            statement.execute("""
                    insert into machines (id, name, pool, created_at, version)
                    select uuidv7(), 'vm-' || lpad(n::text, 5, '0'), 'default', now(), 0 from generate_series(1, %d) n""".formatted(count));
            statement.execute("""
                    insert into disks (machine_id, position, id, name, image_path)
                    select id, 0, gen_random_uuid(), 'disk', '/nowhere/' || name || '.qcow2' from machines""");
            statement.execute("vacuum (analyze)");
        }
    }

    /// How often each table was read as a whole since the database began.
    Map<String, Long> wholeReads() throws SQLException {
        Map<String, Long> reads = new TreeMap<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("select pg_stat_force_next_flush()");
            try (ResultSet rows = statement.executeQuery("select relname, seq_scan from pg_stat_user_tables")) {
                while (rows.next()) {
                    reads.put(rows.getString(1), rows.getLong(2));
                }
            }
        }
        return reads;
    }

    /// The one number that a query gives.
    long number(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
