package io.tidemark.api.pool;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tidemark.api.access.Permission;
import io.tidemark.api.access.Requires;
import io.tidemark.api.page.Page;
import io.tidemark.api.page.PageQuery;
import io.tidemark.api.page.SortedBy;
import io.tidemark.api.precondition.EntityTag;
import io.tidemark.catalog.pool.Pools;
import io.tidemark.catalog.pool.SeenImages;
import jakarta.validation.Valid;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/pools")
@Tag(name = "pools")
class PoolController {
    private final Pools pools;
    private final SeenImages images;

    PoolController(Pools pools, SeenImages images) {
        this.pools = pools;
        this.images = images;
    }

    @GetMapping
    @Requires(Permission.WATCH)
    @SortedBy({"name", "createdAt"})
    @Operation(operationId = "listPools", summary = "List pools")
    Page<PoolView> list(@ParameterObject @Valid PoolQuery query, @ParameterObject @Valid PageQuery page) {
        return Page.of(pools.page(query.name(), page.request()), PoolView::of);
    }

    @GetMapping("/{name}/images")
    @Requires(Permission.READ)
    @SortedBy({"path", "bytes", "modifiedAt"})
    @Operation(
            operationId = "listPoolImages",
            summary = "List the image files that a pool's workers see, as they last reported them")
    Page<ImageView> images(
            @PathVariable String name,
            @ParameterObject @Valid ImageQuery query,
            @ParameterObject @Valid PageQuery page) {
        return Page.of(images.page(name, query.filter(), page.request()), ImageView::of);
    }

    @GetMapping("/{name}")
    @Requires(Permission.WATCH)
    @Operation(operationId = "getPool", summary = "Show a pool; its ETag goes into If-Match of a change")
    ResponseEntity<PoolView> get(@PathVariable String name) {
        return answer(name);
    }

    @PutMapping("/{name}")
    @Requires(Permission.CONFIGURE)
    @Operation(
            operationId = "replacePoolLimits",
            summary = "Change how many runs of a pool may work at a time; those at work go on")
    ResponseEntity<PoolView> limit(
            @PathVariable String name,
            @RequestHeader("If-Match") String ifMatch,
            @RequestBody @Valid PoolLimits limits) {
        pools.limit(name, limits.runs(), EntityTag.expected(ifMatch, "pool"));
        return answer(name);
    }

    private ResponseEntity<PoolView> answer(String name) {
        Pools.PoolView pool = pools.view(name);
        return ResponseEntity.ok().eTag(EntityTag.of(pool.version())).body(PoolView.of(pool));
    }
}
