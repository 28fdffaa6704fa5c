package io.tidemark.catalog.policy;

import io.tidemark.catalog.Labels;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The labels of many machines or policies at once.
@Component
public class LabelRows {
    private final JdbcClient jdbc;

    LabelRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// What machines are marked with, by machine; one without labels is left out.
    public Map<UUID, Labels> ofMachines(Collection<UUID> machines) {
        return read("select machine_id, key, value from machine_labels where machine_id = any(?)", machines);
    }

    /// What policies select by, by policy; one without labels is left out.
    public Map<UUID, Labels> ofPolicies(Collection<UUID> policies) {
        return read("select policy_id, key, value from policy_labels where policy_id = any(?)", policies);
    }

    private Map<UUID, Labels> read(String sql, Collection<UUID> ids) {
        Map<UUID, Map<String, String>> values = new HashMap<>();
        jdbc.sql(sql).param(ids.toArray(UUID[]::new)).query(row -> {
            values.computeIfAbsent(row.getObject(1, UUID.class), id -> new HashMap<>())
                    .put(row.getString("key"), row.getString("value"));
        });
        Map<UUID, Labels> labels = new HashMap<>();
        values.forEach((id, own) -> labels.put(id, Labels.of(own)));
        return labels;
    }
}
