package io.tidemark.api.notification;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tidemark.api.access.Permission;
import io.tidemark.api.access.Requires;
import io.tidemark.api.page.Page;
import io.tidemark.api.page.PageQuery;
import io.tidemark.api.page.SortedBy;
import io.tidemark.api.precondition.EntityTag;
import io.tidemark.catalog.notification.ChannelView;
import io.tidemark.catalog.notification.Channels;
import io.tidemark.catalog.notification.Deliveries;
import io.tidemark.catalog.notification.Outgoing;
import jakarta.validation.Valid;
import java.net.URI;
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

/// Channels make the server call where they say, so they are for administrators alone, and so is seeing
/// them: the address of many a receiver is a secret itself.
@RestController
@RequestMapping("/api/v1/notifications/channels")
@Tag(name = "notifications")
class ChannelController {
    private final Channels channels;
    private final Deliveries deliveries;
    private final Deliverer deliverer;
    private final Wordings wordings;

    ChannelController(Channels channels, Deliveries deliveries, Deliverer deliverer, Wordings wordings) {
        this.channels = channels;
        this.deliveries = deliveries;
        this.deliverer = deliverer;
        this.wordings = wordings;
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Requires(Permission.ADMINISTER)
    @Operation(operationId = "createChannel", summary = "Make a channel for notifications; names are unique")
    ResponseEntity<NotificationChannel> create(@RequestBody @Valid ChannelDefinition definition) {
        UUID id = channels.create(definition.terms(), definition.newSecret());
        return answer(ResponseEntity.created(URI.create("/api/v1/notifications/channels/" + id)), id);
    }

    @GetMapping
    @Requires(Permission.ADMINISTER)
    @SortedBy({"name", "createdAt"})
    @Operation(operationId = "listChannels", summary = "List channels")
    Page<NotificationChannel> list(@ParameterObject @Valid ChannelQuery query, @ParameterObject @Valid PageQuery page) {
        return Page.of(channels.page(query.filter(), page.request()), NotificationChannel::of);
    }

    @GetMapping("/{id}")
    @Requires(Permission.ADMINISTER)
    @Operation(operationId = "getChannel", summary = "Show a channel; its ETag goes into If-Match of a change")
    ResponseEntity<NotificationChannel> get(@PathVariable UUID id) {
        return answer(ResponseEntity.ok(), id);
    }

    @PutMapping("/{id}")
    @Requires(Permission.ADMINISTER)
    @Operation(operationId = "replaceChannel", summary = "Change a channel that nobody else has changed since")
    ResponseEntity<NotificationChannel> replace(
            @PathVariable UUID id,
            @RequestHeader("If-Match") String ifMatch,
            @RequestBody @Valid ChannelDefinition definition) {
        channels.replace(id, definition.terms(), definition.changedSecret(), EntityTag.expected(ifMatch, "channel"));
        return answer(ResponseEntity.ok(), id);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Requires(Permission.ADMINISTER)
    @Operation(operationId = "deleteChannel", summary = "Delete a channel that no rule uses")
    void delete(@PathVariable UUID id) {
        channels.remove(id);
    }

    @PostMapping("/{id}/test")
    @Requires(Permission.ADMINISTER)
    @Operation(operationId = "testChannel", summary = "Send a test now, once, and say what became of it")
    Delivery test(@PathVariable UUID id) throws InterruptedException {
        Outgoing test = deliveries.test(id, wordings);
        deliverer.deliverOnce(test);
        return Delivery.of(deliveries.get(test.id()));
    }

    private ResponseEntity<NotificationChannel> answer(ResponseEntity.BodyBuilder answer, UUID id) {
        ChannelView channel = channels.get(id);
        return answer.eTag(EntityTag.of(channel.version())).body(NotificationChannel.of(channel));
    }
}
