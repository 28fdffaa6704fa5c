package io.tidemark.api.pool;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tidemark.api.access.Permission;
import io.tidemark.api.access.Requires;
import io.tidemark.api.page.Page;
import io.tidemark.catalog.pool.Pools;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/pools")
@Tag(name = "pools")
class PoolController {
    private final Pools pools;

    PoolController(Pools pools) {
        this.pools = pools;
    }

    @GetMapping
    @Requires(Permission.WATCH)
    @Operation(operationId = "listPools", summary = "List all pools by name")
    Page<PoolView> list() {
        return Page.whole(pools.views(), PoolView::of);
    }
}
