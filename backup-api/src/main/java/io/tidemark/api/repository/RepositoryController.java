package io.tidemark.api.repository;

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
import io.tidemark.catalog.RepositoryEntryId;
import io.tidemark.catalog.repository.AddRepository;
import io.tidemark.catalog.repository.LimitRepository;
import io.tidemark.catalog.repository.RemoveRepository;
import io.tidemark.catalog.repository.RepositoryEntry;
import io.tidemark.catalog.repository.RepositoryViews;
import io.tidemark.catalog.token.Created;
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
@RequestMapping("/api/v1/repositories")
@Tag(name = "repositories")
class RepositoryController {
    private final AddRepository addRepository;
    private final LimitRepository limitRepository;
    private final RemoveRepository removeRepository;
    private final RepositoryViews repositories;
    private final Once once;
    private final Clock clock;

    RepositoryController(
            AddRepository addRepository,
            LimitRepository limitRepository,
            RemoveRepository removeRepository,
            RepositoryViews repositories,
            Once once,
            Clock clock) {
        this.addRepository = addRepository;
        this.limitRepository = limitRepository;
        this.removeRepository = removeRepository;
        this.repositories = repositories;
        this.once = once;
        this.clock = clock;
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Requires(Permission.CONFIGURE)
    @Operation(operationId = "createRepository", summary = "Make a repository known; a run opens or initialises it")
    ResponseEntity<RepositoryView> create(
            @RequestBody @Valid CreateRepository request,
            @AuthenticationPrincipal Caller caller,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable @Size(min = 1, max = 255)
                    String idempotencyKey) {
        UUID id = once.create(Created.REPOSITORY, request, caller, idempotencyKey, () -> add(request));
        return answer(ResponseEntity.created(URI.create("/api/v1/repositories/" + id)), id);
    }

    @GetMapping
    @Requires(value = Permission.WATCH, heedsBounds = true)
    @SortedBy({"name", "createdAt"})
    @Operation(operationId = "listRepositories", summary = "List repositories")
    Page<RepositoryView> list(@ParameterObject @Valid RepositoryQuery query, @ParameterObject @Valid PageQuery page) {
        return Page.of(repositories.page(query.filter(), page.request()), RepositoryView::of);
    }

    @GetMapping("/{id}")
    @Requires(value = Permission.WATCH, heedsBounds = true)
    @Operation(operationId = "getRepository", summary = "Show a repository; its ETag goes into If-Match of a change")
    ResponseEntity<RepositoryView> get(@PathVariable UUID id) {
        return answer(ResponseEntity.ok(), id);
    }

    @PutMapping("/{id}/limits")
    @Requires(Permission.CONFIGURE)
    @Operation(
            operationId = "replaceRepositoryLimits",
            summary = "Change what each worker may ask of the store; runs that begin later keep to it")
    ResponseEntity<RepositoryView> limit(
            @PathVariable UUID id, @RequestHeader("If-Match") String ifMatch, @RequestBody @Valid LimitsView limits) {
        limitRepository.limit(new RepositoryEntryId(id), limits.limits(), EntityTag.expected(ifMatch, "repository"));
        return answer(ResponseEntity.ok(), id);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Requires(Permission.CONFIGURE)
    @Operation(operationId = "deleteRepository", summary = "Forget a repository; what it holds stays")
    void delete(@PathVariable UUID id) {
        removeRepository.remove(new RepositoryEntryId(id));
    }

    private UUID add(CreateRepository request) {
        Instant now = clock.instant();
        RepositoryEntryId id = RepositoryEntryId.next(now);
        addRepository.add(RepositoryEntry.of(id, request.terms(), now));
        return id.id();
    }

    private ResponseEntity<RepositoryView> answer(ResponseEntity.BodyBuilder answer, UUID id) {
        io.tidemark.catalog.repository.RepositoryView repository = repositories.get(new RepositoryEntryId(id));
        return answer.eTag(EntityTag.of(repository.version())).body(RepositoryView.of(repository));
    }
}
