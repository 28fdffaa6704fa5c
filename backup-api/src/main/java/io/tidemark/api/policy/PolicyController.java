package io.tidemark.api.policy;

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
import io.tidemark.catalog.PolicyId;
import io.tidemark.catalog.policy.KeepPolicies;
import io.tidemark.catalog.policy.Policy;
import io.tidemark.catalog.policy.PolicyViews;
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
@RequestMapping("/api/v1/policies")
@Tag(name = "policies")
class PolicyController {
    private final KeepPolicies keepPolicies;
    private final PolicyViews policies;
    private final Once once;
    private final Clock clock;

    PolicyController(KeepPolicies keepPolicies, PolicyViews policies, Once once, Clock clock) {
        this.keepPolicies = keepPolicies;
        this.policies = policies;
        this.once = once;
        this.clock = clock;
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Requires(Permission.CONFIGURE)
    @Operation(operationId = "createPolicy", summary = "Back up machines on a schedule")
    ResponseEntity<PolicyView> create(
            @RequestBody @Valid PolicyDefinition definition,
            @AuthenticationPrincipal Caller caller,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable @Size(min = 1, max = 255)
                    String idempotencyKey) {
        UUID id = once.create(Created.POLICY, definition, caller, idempotencyKey, () -> keep(definition));
        return answer(ResponseEntity.created(URI.create("/api/v1/policies/" + id)), new PolicyId(id));
    }

    @GetMapping
    @Requires(Permission.READ)
    @SortedBy({"name", "createdAt"})
    @Operation(operationId = "listPolicies", summary = "List policies")
    Page<PolicyView> list(@ParameterObject @Valid PolicyQuery query, @ParameterObject @Valid PageQuery page) {
        return Page.of(policies.page(query.filter(), page.request()), PolicyView::of);
    }

    @GetMapping("/{id}")
    @Requires(Permission.READ)
    @Operation(operationId = "getPolicy", summary = "Show a policy; its ETag goes into If-Match of a change")
    ResponseEntity<PolicyView> get(@PathVariable UUID id) {
        return answer(ResponseEntity.ok(), new PolicyId(id));
    }

    @PutMapping("/{id}")
    @Requires(Permission.CONFIGURE)
    @Operation(operationId = "replacePolicy", summary = "Change a policy that nobody else has changed since")
    ResponseEntity<PolicyView> replace(
            @PathVariable UUID id,
            @RequestHeader("If-Match") String ifMatch,
            @RequestBody @Valid PolicyDefinition definition) {
        PolicyId policy = new PolicyId(id);
        keepPolicies.replace(policy, definition.terms(clock.instant()), EntityTag.expected(ifMatch, "policy"));
        return answer(ResponseEntity.ok(), policy);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Requires(Permission.CONFIGURE)
    @Operation(operationId = "deletePolicy", summary = "Delete a policy; runs it has started go on")
    void delete(@PathVariable UUID id) {
        keepPolicies.remove(new PolicyId(id));
    }

    private ResponseEntity<PolicyView> answer(ResponseEntity.BodyBuilder answer, PolicyId id) {
        io.tidemark.catalog.policy.PolicyView policy = policies.get(id);
        return answer.eTag(EntityTag.of(policy.version())).body(PolicyView.of(policy));
    }

    private UUID keep(PolicyDefinition definition) {
        Instant now = clock.instant();
        PolicyId id = PolicyId.next(now);
        keepPolicies.create(Policy.of(id, definition.terms(now), now));
        return id.id();
    }
}
