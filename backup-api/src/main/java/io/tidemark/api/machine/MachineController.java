package io.tidemark.api.machine;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tidemark.api.access.Caller;
import io.tidemark.api.access.Permission;
import io.tidemark.api.access.Requires;
import io.tidemark.api.idempotency.Once;
import io.tidemark.api.page.Page;
import io.tidemark.api.page.PageQuery;
import io.tidemark.catalog.MachineId;
import io.tidemark.catalog.machine.Disk;
import io.tidemark.catalog.machine.Machine;
import io.tidemark.catalog.machine.MachineViews;
import io.tidemark.catalog.machine.RegisterMachine;
import io.tidemark.catalog.machine.RemoveMachine;
import io.tidemark.catalog.pool.Pools;
import io.tidemark.catalog.token.Created;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
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
    private final RemoveMachine removeMachine;
    private final MachineViews machines;
    private final Once once;
    private final Clock clock;

    MachineController(
            RegisterMachine registerMachine,
            RemoveMachine removeMachine,
            MachineViews machines,
            Once once,
            Clock clock) {
        this.registerMachine = registerMachine;
        this.removeMachine = removeMachine;
        this.machines = machines;
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
        return ResponseEntity.created(URI.create("/api/v1/machines/" + id)).body(get(id));
    }

    @GetMapping
    @Requires(Permission.WATCH)
    @Operation(operationId = "listMachines", summary = "List machines by name")
    Page<MachineView> list(@ParameterObject @Valid PageQuery page) {
        return Page.of(machines.page(page.cursor(), page.limit()), MachineView::of);
    }

    @GetMapping("/{id}")
    @Requires(Permission.WATCH)
    @Operation(operationId = "getMachine", summary = "Show a machine")
    MachineView get(@PathVariable UUID id) {
        return MachineView.of(machines.get(new MachineId(id)));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Requires(Permission.CONFIGURE)
    @Operation(operationId = "deleteMachine", summary = "Stop protecting a machine; its points stay")
    void delete(@PathVariable UUID id) {
        removeMachine.remove(new MachineId(id));
    }

    private UUID register(CreateMachine request) {
        Instant now = clock.instant();
        MachineId id = MachineId.next(now);
        List<Disk> disks = request.disks().stream()
                .map(disk -> new Disk(UUID.randomUUID(), disk.name(), disk.imagePath()))
                .toList();
        String pool = Objects.requireNonNullElse(request.pool(), Pools.DEFAULT);
        registerMachine.register(Machine.of(id, request.name(), pool, disks, now));
        return id.id();
    }
}
