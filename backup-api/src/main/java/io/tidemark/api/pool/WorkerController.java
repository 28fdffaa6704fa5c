package io.tidemark.api.pool;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tidemark.api.access.Permission;
import io.tidemark.api.access.Requires;
import io.tidemark.api.page.Page;
import io.tidemark.api.page.PageQuery;
import io.tidemark.api.page.SortedBy;
import io.tidemark.catalog.pool.Workers;
import jakarta.validation.Valid;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/workers")
@Tag(name = "workers")
class WorkerController {
    private final Workers workers;

    WorkerController(Workers workers) {
        this.workers = workers;
    }

    @GetMapping
    @Requires(Permission.READ)
    @SortedBy({"pool", "name", "startedAt"})
    @Operation(operationId = "listWorkers", summary = "List workers")
    Page<WorkerView> list(@ParameterObject @Valid WorkerQuery query, @ParameterObject @Valid PageQuery page) {
        return Page.of(workers.page(query.filter(), page.request()), WorkerView::of);
    }
}
