package io.tidemark.api.point;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tidemark.api.access.Caller;
import io.tidemark.api.access.Permission;
import io.tidemark.api.access.Requires;
import io.tidemark.api.page.Page;
import io.tidemark.api.page.PageQuery;
import io.tidemark.api.page.SortedBy;
import io.tidemark.catalog.point.PointViews;
import io.tidemark.catalog.user.WithinBounds;
import jakarta.validation.Valid;
import java.util.UUID;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/points")
@Tag(name = "points")
class PointController {
    private final PointViews points;
    private final WithinBounds within;

    PointController(PointViews points, WithinBounds within) {
        this.points = points;
        this.within = within;
    }

    @GetMapping
    @Requires(value = Permission.READ, heedsBounds = true)
    @SortedBy("-createdAt")
    @Operation(operationId = "listPoints", summary = "List recovery points")
    Page<PointView> list(
            @ParameterObject @Valid PointQuery query,
            @ParameterObject @Valid PageQuery page,
            @AuthenticationPrincipal Caller caller) {
        return Page.of(points.page(query.filter(), caller.bounds(), page.request()), PointView::of);
    }

    @GetMapping("/{id}")
    @Requires(value = Permission.READ, heedsBounds = true)
    @Operation(operationId = "getPoint", summary = "Show a recovery point")
    PointView get(@PathVariable UUID id, @AuthenticationPrincipal Caller caller) {
        within.requirePoint(caller.bounds(), id);
        return PointView.of(points.get(id));
    }
}
