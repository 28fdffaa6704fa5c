package io.tidemark.catalog.pool;

import io.tidemark.catalog.ListOrders;
import io.tidemark.catalog.ListQuery;
import io.tidemark.catalog.NotFound;
import io.tidemark.catalog.Page;
import io.tidemark.catalog.PageRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// The image files that the workers of each pool see, as they last reported them.
@Component
public class SeenImages {
    /// An image that several workers see is one. Conditions on paths reach into the inner query by themselves.
    private static final String SELECT = """
            select * from (
                select i.path, max(i.bytes) bytes, max(i.modified_at) modified_at,
                       array_agg(i.worker order by i.worker) workers,
                       min(m.id::text)::uuid machine_id, min(m.name) machine_name
                from seen_images i
                left join disks d on d.image_path = i.path
                left join machines m on m.id = d.machine_id and m.pool = i.pool
                where i.pool = :pool
                group by i.path) i""";

    private static final ListOrders<ListedImage> ORDERS = ListOrders.ofNamed(
                    "images", "i.path", ListedImage::path, "path")
            .byTie("path")
            .byNumber("bytes", "i.bytes", ListedImage::bytes)
            .byTime("modifiedAt", "i.modified_at", ListedImage::modifiedAt);

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

    /// Image files of a pool, by path unless told otherwise; they can be sorted by `path`, `bytes` and `modifiedAt`.
    ///
    /// @throws NotFound when there is no such pool
    public Page<ListedImage> page(String pool, ImageFilter filter, PageRequest request) {
        if (!pools.names().contains(pool)) {
            throw new NotFound("pool", pool);
        }
        ListQuery<ListedImage> query = new ListQuery<>(jdbc, ORDERS, SELECT)
                .given("pool", pool)
                .where("strpos(i.path, :containing) > 0", "containing", filter.containing());
        if (filter.unused()) {
            query.where("i.machine_name is null", Map.of());
        }
        return query.page(request, SeenImages::row);
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
