package io.tidemark.api.audit;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tidemark.api.access.Permission;
import io.tidemark.api.access.Requires;
import io.tidemark.api.page.Page;
import io.tidemark.api.page.PageQuery;
import io.tidemark.api.page.SortedBy;
import io.tidemark.api.problem.FieldsException;
import io.tidemark.catalog.audit.AuditEntry;
import io.tidemark.catalog.audit.AuditHead;
import io.tidemark.catalog.audit.AuditTrail;
import io.tidemark.catalog.audit.AuditViews;
import io.tidemark.catalog.audit.CheckAudit;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

@RestController
@RequestMapping("/api/v1/audit")
@Tag(name = "audit")
class AuditController {
    private static final String LINES = "application/x-ndjson";
    private static final int AT_ONCE = 1000;

    private final AuditTrail trail;
    private final AuditViews views;
    private final CheckAudit check;
    private final JsonMapper json;

    AuditController(AuditTrail trail, AuditViews views, CheckAudit check, JsonMapper json) {
        this.trail = trail;
        this.views = views;
        this.check = check;
        this.json = json;
    }

    @GetMapping
    @Requires(Permission.ADMINISTER)
    @SortedBy("-at")
    @Operation(operationId = "listAudit", summary = "List who asked for which change, newest first")
    Page<AuditedRequestView> list(@ParameterObject @Valid AuditQuery query, @ParameterObject @Valid PageQuery page) {
        return Page.of(views.page(query.filter(), page.request()), AuditedRequestView::of);
    }

    @GetMapping("/head")
    @Requires(Permission.ADMINISTER)
    @Operation(operationId = "getAuditHead", summary = "Show the newest entry's number and hash, to be kept elsewhere")
    AuditHeadView head() {
        return AuditHeadView.of(trail.head());
    }

    @GetMapping("/check")
    @Requires(Permission.ADMINISTER)
    @Operation(
            operationId = "checkAudit",
            summary = "Check the trail from its beginning, and that a head that was kept is still in it")
    AuditCheckView check(
            @RequestParam(required = false) @Nullable @Min(0) Long number,
            @RequestParam(required = false)
                    @Nullable
                    @Pattern(regexp = "[0-9a-f]{64}", message = "must be 64 hexadecimal digits in lower case")
                    String hash) {
        if ((number == null) != (hash == null)) {
            throw new FieldsException(number == null ? "number" : "hash", "must be given with the other one");
        }
        return AuditCheckView.of(check.check(number == null || hash == null ? null : new AuditHead(number, hash)));
    }

    @GetMapping(path = "/export", produces = LINES)
    @Requires(Permission.ADMINISTER)
    @Operation(
            operationId = "exportAudit",
            summary = "Give all entries as they are chained, oldest first, one JSON object a line")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = LINES, schema = @Schema(implementation = AuditEntryView.class)))
    void export(@RequestParam(defaultValue = "0") @Min(0) long after, HttpServletResponse response) throws IOException {
        response.setContentType(LINES);
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        OutputStream out = response.getOutputStream();
        long last = after;
        for (List<AuditEntry> entries = views.entries(last, AT_ONCE);
                !entries.isEmpty();
                entries = views.entries(last, AT_ONCE)) {
            for (AuditEntry entry : entries) {
                out.write(json.writeValueAsBytes(AuditEntryView.of(entry)));
                out.write('\n');
            }
            last = entries.getLast().number();
        }
        out.flush();
    }
}
