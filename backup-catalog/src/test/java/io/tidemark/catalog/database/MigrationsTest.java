package io.tidemark.catalog.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.catalog.testing.CatalogTest;
import io.tidemark.catalog.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

@CatalogTest
class MigrationsTest {
    @Test
    void makeTheSchemaFromNothingAndDoNothingTheSecondTime(TestDatabase database) {
        Flyway flyway = Flyway.configure()
                .dataSource(database.url(), database.user(), database.password())
                .schemas("fresh")
                .load();

        assertThat(flyway.migrate().migrationsExecuted).isPositive();
        assertThat(flyway.migrate().migrationsExecuted).isZero();
        flyway.validate();
    }

    @Test
    void indexEveryForeignKey(TestDatabase database) throws SQLException {
        String unindexed = """
                select coalesce(string_agg(c.conrelid::regclass || '.' || a.attname, ', '), '')
                from pg_constraint c
                join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
                where c.contype = 'f' and c.conrelid::regclass::text not like 'qrtz%'
                  and c.confrelid <> 'pools'::regclass
                  and not exists (select 1 from pg_index i where i.indrelid = c.conrelid and i.indkey[0] = c.conkey[1]
                                  and i.indpred is null)""";

        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(unindexed)) {
            rows.next();
            assertThat(rows.getString(1)).isEmpty();
        }
    }
}
