package io.tidemark.api.notification;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tidemark.api.access.Permission;
import io.tidemark.api.access.Requires;
import io.tidemark.api.page.Page;
import io.tidemark.api.page.PageQuery;
import io.tidemark.api.page.SortedBy;
import io.tidemark.catalog.notification.Deliveries;
import jakarta.validation.Valid;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/notifications/deliveries")
@Tag(name = "notifications")
class DeliveryController {
    private final Deliveries deliveries;

    DeliveryController(Deliveries deliveries) {
        this.deliveries = deliveries;
    }

    @GetMapping
    @Requires(Permission.ADMINISTER)
    @SortedBy("-createdAt")
    @Operation(operationId = "listDeliveries", summary = "List notifications and what became of them, newest first")
    Page<Delivery> list(@ParameterObject @Valid DeliveryQuery query, @ParameterObject @Valid PageQuery page) {
        return Page.of(deliveries.page(query.filter(), page.request()), Delivery::of);
    }
}
