package io.tidemark.api.run;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tidemark.api.access.Caller;
import io.tidemark.api.access.Permission;
import io.tidemark.api.access.Requires;
import io.tidemark.api.page.Page;
import io.tidemark.catalog.RunId;
import io.tidemark.catalog.run.RunQueue;
import io.tidemark.catalog.run.RunViews;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/runs")
@Tag(name = "runs")
class RunController {
    private final Ordered ordered;
    private final RunQueue queue;
    private final RunViews runs;

    RunController(Ordered ordered, RunQueue queue, RunViews runs) {
        this.ordered = ordered;
        this.queue = queue;
        this.runs = runs;
    }

    @PostMapping
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Requires(Permission.BACKUP)
    @Operation(operationId = "startRun", summary = "Start a run now")
    ResponseEntity<RunView> start(
            @RequestBody @Valid StartRun request,
            @AuthenticationPrincipal Caller caller,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable @Size(min = 1, max = 255)
                    String idempotencyKey) {
        caller.require(request.permission());
        return ordered.run(request.order(), caller, idempotencyKey);
    }

    @GetMapping
    @Requires(Permission.WATCH)
    @Operation(operationId = "listRuns", summary = "List runs, newest first")
    Page<RunView> list(@ParameterObject @Valid RunQuery query) {
        return Page.of(runs.page(query.filter(), query.cursor(), query.limit()), RunView::of);
    }

    @GetMapping("/{id}")
    @Requires(Permission.WATCH)
    @Operation(operationId = "getRun", summary = "Show a run")
    RunView get(@PathVariable UUID id) {
        return RunView.of(runs.get(new RunId(id)));
    }

    @PostMapping("/{id}/cancel")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Requires(Permission.RUN)
    @Operation(operationId = "cancelRun", summary = "Ask a run to stop")
    ResponseEntity<RunView> cancel(@PathVariable UUID id) {
        RunId run = new RunId(id);
        queue.cancel(run);
        return ordered.accepted(run);
    }

    @GetMapping("/{id}/log")
    @Requires(Permission.WATCH)
    @Operation(operationId = "readRunLog", summary = "Read a run's log, oldest line first")
    RunLogView log(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "0") @Min(0) long after,
            @RequestParam(defaultValue = "200") @Min(1) @Max(200) int limit) {
        return RunLogView.of(runs.log(new RunId(id), after, limit));
    }

    @GetMapping("/{id}/verdicts")
    @Requires(Permission.WATCH)
    @Operation(
            operationId = "readRunVerdicts",
            summary = "Read what a retention run decided of each point, newest first")
    VerdictsView verdicts(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "-1") @Min(-1) int after,
            @RequestParam(defaultValue = "200") @Min(1) @Max(200) int limit) {
        return VerdictsView.of(runs.verdicts(new RunId(id), after, limit), after);
    }
}
