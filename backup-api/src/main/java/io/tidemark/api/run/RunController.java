package io.tidemark.api.run;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tidemark.api.access.Caller;
import io.tidemark.api.access.Permission;
import io.tidemark.api.access.Requires;
import io.tidemark.api.page.Page;
import io.tidemark.api.page.PageQuery;
import io.tidemark.api.page.SortedBy;
import io.tidemark.catalog.RunId;
import io.tidemark.catalog.run.RunKind;
import io.tidemark.catalog.run.RunQueue;
import io.tidemark.catalog.run.RunViews;
import io.tidemark.catalog.user.WithinBounds;
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
    private final WithinBounds within;

    RunController(Ordered ordered, RunQueue queue, RunViews runs, WithinBounds within) {
        this.ordered = ordered;
        this.queue = queue;
        this.runs = runs;
        this.within = within;
    }

    @PostMapping
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Requires(value = Permission.BACKUP, heedsBounds = true)
    @Operation(operationId = "startRun", summary = "Start a run now")
    ResponseEntity<RunView> start(
            @RequestBody @Valid StartRun request,
            @AuthenticationPrincipal Caller caller,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable @Size(min = 1, max = 255)
                    String idempotencyKey) {
        caller.require(request.permission());
        request.requireWithin(caller, within);
        return ordered.run(request.order(), request.ifActive(), caller, idempotencyKey);
    }

    @GetMapping
    @Requires(value = Permission.WATCH, heedsBounds = true)
    @SortedBy("-createdAt")
    @Operation(operationId = "listRuns", summary = "List runs")
    Page<RunView> list(
            @ParameterObject @Valid RunQuery query,
            @ParameterObject @Valid PageQuery page,
            @AuthenticationPrincipal Caller caller) {
        return Page.of(
                runs.page(query.filter(), caller.bounds(), page.request()),
                run -> RunView.of(run).shownTo(caller));
    }

    @GetMapping("/{id}")
    @Requires(value = Permission.WATCH, heedsBounds = true)
    @Operation(operationId = "getRun", summary = "Show a run")
    RunView get(@PathVariable UUID id, @AuthenticationPrincipal Caller caller) {
        within.requireRun(caller.bounds(), id);
        return RunView.of(runs.get(new RunId(id))).shownTo(caller);
    }

    @PostMapping("/{id}/cancel")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Requires(value = Permission.RUN, heedsBounds = true)
    @Operation(operationId = "cancelRun", summary = "Ask a run to stop")
    ResponseEntity<RunView> cancel(@PathVariable UUID id, @AuthenticationPrincipal Caller caller) {
        within.requireRun(caller.bounds(), id);
        RunId run = new RunId(id);
        queue.cancel(run);
        return ordered.accepted(run, caller);
    }

    @PostMapping("/{id}/retry")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Requires(value = Permission.BACKUP, heedsBounds = true)
    @Operation(
            operationId = "retryRun",
            summary = "Do again what a run that failed, was lost or cancelled did not get done")
    ResponseEntity<RunView> retry(
            @PathVariable UUID id,
            @AuthenticationPrincipal Caller caller,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable @Size(min = 1, max = 255)
                    String idempotencyKey) {
        within.requireRun(caller.bounds(), id);
        caller.require(permission(runs.get(new RunId(id)).kind()));
        return ordered.retry(new RunId(id), caller, idempotencyKey);
    }

    @GetMapping("/{id}/log")
    @Requires(value = Permission.WATCH, heedsBounds = true)
    @Operation(operationId = "readRunLog", summary = "Read a run's log, oldest line first")
    RunLogView log(
            @PathVariable UUID id,
            @AuthenticationPrincipal Caller caller,
            @RequestParam(defaultValue = "0") @Min(0) long after,
            @RequestParam(defaultValue = "200") @Min(1) @Max(200) int limit) {
        within.requireRun(caller.bounds(), id);
        return RunLogView.of(runs.log(new RunId(id), after, limit));
    }

    @GetMapping("/{id}/verdicts")
    @Requires(value = Permission.READ, heedsBounds = true)
    @Operation(
            operationId = "readRunVerdicts",
            summary = "Read what a retention run decided of each point, newest first")
    VerdictsView verdicts(
            @PathVariable UUID id,
            @AuthenticationPrincipal Caller caller,
            @RequestParam(defaultValue = "-1") @Min(-1) int after,
            @RequestParam(defaultValue = "200") @Min(1) @Max(200) int limit) {
        within.requireRun(caller.bounds(), id);
        return VerdictsView.of(runs.verdicts(new RunId(id), after, limit), after);
    }

    /// What it takes to start a run of a kind.
    private static Permission permission(RunKind kind) {
        return switch (kind) {
            case BACKUP -> Permission.BACKUP;
            case VERIFY, CONNECT -> Permission.RUN;
            case RESTORE -> Permission.RESTORE;
            case RETENTION, COLLECTION -> Permission.PRUNE;
        };
    }
}
