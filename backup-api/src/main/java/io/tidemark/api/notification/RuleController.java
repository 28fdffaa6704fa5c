package io.tidemark.api.notification;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tidemark.api.access.Permission;
import io.tidemark.api.access.Requires;
import io.tidemark.api.page.Page;
import io.tidemark.api.page.PageQuery;
import io.tidemark.api.page.SortedBy;
import io.tidemark.api.precondition.EntityTag;
import io.tidemark.catalog.notification.RuleView;
import io.tidemark.catalog.notification.Rules;
import jakarta.validation.Valid;
import java.net.URI;
import java.time.Clock;
import java.util.UUID;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
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
@RequestMapping("/api/v1/notifications/rules")
@Tag(name = "notifications")
class RuleController {
    private final Rules rules;
    private final Clock clock;

    RuleController(Rules rules, Clock clock) {
        this.rules = rules;
        this.clock = clock;
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Requires(Permission.ADMINISTER)
    @Operation(operationId = "createRule", summary = "Tell a channel of runs, or of machines out of objective")
    ResponseEntity<NotificationRule> create(@RequestBody @Valid RuleDefinition definition) {
        UUID id = rules.create(definition.terms(clock.instant()));
        return answer(ResponseEntity.created(URI.create("/api/v1/notifications/rules/" + id)), id);
    }

    @GetMapping
    @Requires(Permission.ADMINISTER)
    @SortedBy({"name", "createdAt"})
    @Operation(operationId = "listRules", summary = "List rules")
    Page<NotificationRule> list(@ParameterObject @Valid RuleQuery query, @ParameterObject @Valid PageQuery page) {
        return Page.of(rules.page(query.filter(), page.request()), NotificationRule::of);
    }

    @GetMapping("/{id}")
    @Requires(Permission.ADMINISTER)
    @Operation(operationId = "getRule", summary = "Show a rule; its ETag goes into If-Match of a change")
    ResponseEntity<NotificationRule> get(@PathVariable UUID id) {
        return answer(ResponseEntity.ok(), id);
    }

    @PutMapping("/{id}")
    @Requires(Permission.ADMINISTER)
    @Operation(operationId = "replaceRule", summary = "Change a rule that nobody else has changed since")
    ResponseEntity<NotificationRule> replace(
            @PathVariable UUID id,
            @RequestHeader("If-Match") String ifMatch,
            @RequestBody @Valid RuleDefinition definition) {
        rules.replace(id, definition.terms(clock.instant()), EntityTag.expected(ifMatch, "rule"));
        return answer(ResponseEntity.ok(), id);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Requires(Permission.ADMINISTER)
    @Operation(operationId = "deleteRule", summary = "Delete a rule; what it has queued is delivered")
    void delete(@PathVariable UUID id) {
        rules.remove(id);
    }

    private ResponseEntity<NotificationRule> answer(ResponseEntity.BodyBuilder answer, UUID id) {
        RuleView rule = rules.get(id);
        return answer.eTag(EntityTag.of(rule.version())).body(NotificationRule.of(rule));
    }
}
