package io.tidemark.catalog.machine;

import io.tidemark.catalog.Labels;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The labels of many machines at once.
@Component
class MachineLabels {
    private final JdbcClient jdbc;

    MachineLabels(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// By machine; one without labels is left out.
    Map<UUID, Labels> of(Collection<UUID> machines) {
        Map<UUID, Map<String, String>> values = new HashMap<>();
        jdbc.sql("select machine_id, key, value from machine_labels where machine_id = any(?)")
                .param(machines.toArray(UUID[]::new))
                .query(row -> {
                    values.computeIfAbsent(row.getObject("machine_id", UUID.class), id -> new HashMap<>())
                            .put(row.getString("key"), row.getString("value"));
                });
        Map<UUID, Labels> labels = new HashMap<>();
        values.forEach((machine, own) -> labels.put(machine, Labels.of(own)));
        return labels;
    }
}
