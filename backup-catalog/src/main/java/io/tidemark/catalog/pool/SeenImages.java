package io.tidemark.catalog.pool;

import io.tidemark.catalog.Cursor;
import io.tidemark.catalog.NotFound;
import io.tidemark.catalog.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// The image files that the workers of each pool see, as they last reported them.
@Component
public class SeenImages {
    private final JdbcClient jdbc;
    private final Pools pools;

    SeenImages(JdbcClient jdbc, Pools pools) {
        this.jdbc = jdbc;
        this.pools = pools;
    }

    /// Puts what a worker sees now in place of what it saw before. Rows that stay as they are are not written.
    @Transactional
    public void report(String pool, String worker, List<SeenImage> images) {
        String[] paths = images.stream().map(SeenImage::path).toArray(String[]::new);
        jdbc.sql("delete from seen_images where pool = :pool and worker = :worker and path <> all(:paths)")
                .param("pool", pool)
                .param("worker", worker)
                .param("paths", paths)
                .update();
        jdbc.sql("""
                        insert into seen_images (pool, worker, path, bytes, modified_at)
                        select w.pool, w.name, i.path, i.bytes, i.modified_at
                        from workers w, unnest(:paths, :bytes, :modified) i (path, bytes, modified_at)
                        where w.pool = :pool and w.name = :worker
                        on conflict (pool, path, worker) do update set bytes = excluded.bytes, modified_at = excluded.modified_at
                        where (seen_images.bytes, seen_images.modified_at) is distinct from (excluded.bytes, excluded.modified_at)""")
                .param("pool", pool)
                .param("worker", worker)
                .param("paths", paths)
                .param("bytes", images.stream().map(SeenImage::bytes).toArray(Long[]::new))
                .param(
                        "modified",
                        images.stream()
                                .map(image -> Timestamp.from(image.modifiedAt()))
                                .toArray(Timestamp[]::new))
                .update();
    }

    /// Image files of a pool by path.
    ///
    /// @param containing only paths with this text in them; null: all
    /// @param unused only those that no machine of the pool has as a disk
    /// @throws NotFound when there is no such pool
    public Page<ListedImage> page(
            String pool,
            @Nullable String containing,
            boolean unused,
            @Nullable String cursor,
            @Nullable Integer limit) {
        if (!pools.names().contains(pool)) {
            throw new NotFound("pool", pool);
        }
        Cursor.AfterName after = Cursor.afterName(cursor);
        int size = Page.limit(limit);
        List<ListedImage> rows = jdbc.sql("""
                        select i.path, max(i.bytes) bytes, max(i.modified_at) modified_at,
                               array_agg(i.worker order by i.worker) workers, min(m.id::text)::uuid machine_id, min(m.name) machine_name
                        from seen_images i
                        left join disks d on d.image_path = i.path
                        left join machines m on m.id = d.machine_id and m.pool = i.pool
                        where i.pool = :pool and i.path > :after
                          and (:containing = '' or position(:containing in i.path) > 0)
                        group by i.path
                        having not :unused or min(m.name) is null
                        order by i.path limit :limit""")
                .param("pool", pool)
                .param("after", after == null ? "" : after.name())
                .param("containing", containing == null ? "" : containing)
                .param("unused", unused)
                .param("limit", size + 1)
                .query(SeenImages::row)
                .list();
        return Page.of(rows, size, image -> new Cursor.AfterName(image.path()));
    }

    private static ListedImage row(ResultSet row, int number) throws SQLException {
        return new ListedImage(
                row.getString("path"),
                row.getLong("bytes"),
                row.getTimestamp("modified_at").toInstant(),
                List.of((String[]) row.getArray("workers").getArray()),
                row.getObject("machine_id", UUID.class),
                row.getString("machine_name"));
    }
}
