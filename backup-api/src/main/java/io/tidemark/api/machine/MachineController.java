package io.tidemark.api.machine;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tidemark.api.access.Caller;
import io.tidemark.api.access.Permission;
import io.tidemark.api.access.Requires;
import io.tidemark.api.idempotency.Once;
import io.tidemark.api.page.Page;
import io.tidemark.api.page.PageQuery;
import io.tidemark.api.page.SortedBy;
import io.tidemark.api.precondition.EntityTag;
import io.tidemark.catalog.MachineId;
import io.tidemark.catalog.machine.ChangeMachine;
import io.tidemark.catalog.machine.MachineViews;
import io.tidemark.catalog.machine.RegisterMachine;
import io.tidemark.catalog.machine.RemoveMachine;
import io.tidemark.catalog.policy.CoverageViews;
import io.tidemark.catalog.token.Created;
import io.tidemark.catalog.user.WithinBounds;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/machines")
@Tag(name = "machines")
class MachineController {
    private final RegisterMachine registerMachine;
    private final ChangeMachine changeMachine;
    private final RemoveMachine removeMachine;
    private final MachineViews machines;
    private final CoverageViews coverage;
    private final WithinBounds within;
    private final Once once;
    private final Clock clock;

    MachineController(
            RegisterMachine registerMachine,
            ChangeMachine changeMachine,
            RemoveMachine removeMachine,
            MachineViews machines,
            CoverageViews coverage,
            WithinBounds within,
            Once once,
            Clock clock) {
        this.registerMachine = registerMachine;
        this.changeMachine = changeMachine;
        this.removeMachine = removeMachine;
        this.machines = machines;
        this.coverage = coverage;
        this.within = within;
        this.once = once;
        this.clock = clock;
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Requires(Permission.CONFIGURE)
    @Operation(operationId = "createMachine", summary = "Protect a machine")
    ResponseEntity<MachineView> create(
            @RequestBody @Valid CreateMachine request,
            @AuthenticationPrincipal Caller caller,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable @Size(min = 1, max = 255)
                    String idempotencyKey) {
        UUID id = once.create(Created.MACHINE, request, caller, idempotencyKey, () -> register(request));
        return answer(ResponseEntity.created(URI.create("/api/v1/machines/" + id)), new MachineId(id), caller);
    }

    @GetMapping
    @Requires(value = Permission.WATCH, heedsBounds = true)
    @SortedBy({"name", "createdAt", "lastPoint"})
    @Operation(operationId = "listMachines", summary = "List machines")
    Page<MachineView> list(
            @ParameterObject @Valid MachineQuery query,
            @ParameterObject @Valid PageQuery page,
            @AuthenticationPrincipal Caller caller) {
        return Page.of(
                machines.page(query.filter(), caller.bounds(), page.request()),
                machine -> MachineView.of(machine, caller));
    }

    @GetMapping("/{id}")
    @Requires(value = Permission.WATCH, heedsBounds = true)
    @Operation(operationId = "getMachine", summary = "Show a machine; its ETag goes into If-Match of a change")
    ResponseEntity<MachineView> get(@PathVariable UUID id, @AuthenticationPrincipal Caller caller) {
        within.requireMachine(caller.bounds(), id);
        return answer(ResponseEntity.ok(), new MachineId(id), caller);
    }

    @GetMapping("/{id}/coverage")
    @Requires(Permission.READ)
    @SortedBy("name")
    @Operation(operationId = "listCoverage", summary = "List which policies cover a machine, and why others do not")
    Page<CoverageView> coverage(
            @PathVariable UUID id,
            @ParameterObject @Valid CoverageQuery query,
            @ParameterObject @Valid PageQuery page) {
        return Page.of(coverage.page(new MachineId(id), query.covered(), page.request()), CoverageView::of);
    }

    @PutMapping("/{id}")
    @Requires(Permission.CONFIGURE)
    @Operation(
            operationId = "replaceMachine",
            summary = "Change pool, disks and labels of a machine that nobody else has changed since")
    ResponseEntity<MachineView> replace(
            @PathVariable UUID id,
            @RequestHeader("If-Match") String ifMatch,
            @RequestBody @Valid ReplaceMachine request,
            @AuthenticationPrincipal Caller caller) {
        MachineId machine = new MachineId(id);
        changeMachine.replace(machine, request.terms(), EntityTag.expected(ifMatch, "machine"));
        return answer(ResponseEntity.ok(), machine, caller);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Requires(Permission.CONFIGURE)
    @Operation(operationId = "deleteMachine", summary = "Stop protecting a machine; its points stay")
    void delete(@PathVariable UUID id) {
        removeMachine.remove(new MachineId(id));
    }

    private ResponseEntity<MachineView> answer(ResponseEntity.BodyBuilder answer, MachineId id, Caller caller) {
        io.tidemark.catalog.machine.MachineView machine = machines.get(id);
        return answer.eTag(EntityTag.of(machine.version())).body(MachineView.of(machine, caller));
    }

    private UUID register(CreateMachine request) {
        Instant now = clock.instant();
        MachineId id = MachineId.next(now);
        registerMachine.register(request.machine(id, now));
        return id.id();
    }
}
