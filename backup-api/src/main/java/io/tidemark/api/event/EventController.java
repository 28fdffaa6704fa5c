package io.tidemark.api.event;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tidemark.api.access.Caller;
import io.tidemark.api.access.LastingCallers;
import io.tidemark.api.access.Permission;
import io.tidemark.api.access.Requires;
import io.tidemark.api.run.RunView;
import io.tidemark.catalog.RunId;
import io.tidemark.catalog.run.RunViews;
import io.tidemark.catalog.user.WithinBounds;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/// Server-sent events, written by the request's own virtual thread for as long as the client listens.
@RestController
@RequestMapping("/api/v1/events")
@Tag(name = "events")
class EventController {
    private static final Logger LOG = LoggerFactory.getLogger(EventController.class);
    /// Shorter than the minute after which proxies like to give up on a silent connection.
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    /// How often a stream asks whether its caller may still have it, which other requests are asked once.
    private static final Duration CHECK = Duration.ofSeconds(1);
    /// A stream ends after a while, so that none is open that nobody knows of; clients come back.
    private static final Duration LONGEST = Duration.ofHours(1);

    private final RunEvents events;
    private final RunViews runs;
    private final JsonMapper json;
    private final LastingCallers callers;
    private final WithinBounds within;

    EventController(RunEvents events, RunViews runs, JsonMapper json, LastingCallers callers, WithinBounds within) {
        this.events = events;
        this.runs = runs;
        this.json = json;
        this.callers = callers;
        this.within = within;
    }

    @GetMapping(produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Requires(value = Permission.WATCH, heedsBounds = true)
    @Operation(
            operationId = "followRuns",
            summary = "Follow runs as they change: events named run, each with the whole run as data")
    @ApiResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
                            schema = @Schema(implementation = RunView.class)))
    void follow(
            @RequestParam(required = false) @Nullable UUID run,
            @AuthenticationPrincipal Caller caller,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (run != null) {
            within.requireRun(caller.bounds(), run);
        }
        BooleanSupplier unchanged = callers.unchanged(caller, request);
        try (Listener listener = events.listen(caller.id(), run)) {
            // Asked for after listening began: what changes in between comes as an event.
            RunView now = run == null ? null : RunView.of(runs.get(new RunId(run)));
            response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
            response.setCharacterEncoding(StandardCharsets.UTF_8);
            response.setHeader("X-Accel-Buffering", "no");
            OutputStream out = response.getOutputStream();
            write(out, ": listening\n\n");
            if (now != null) {
                send(out, now.shownTo(caller));
            }
            relay(listener, caller, unchanged, out);
        } catch (IOException gone) {
            LOG.debug("A listener to events went away", gone);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /// Ends when the caller is no longer who it was: a stream outlives the request's own check. A caller that may do
    /// something else by now has to come back, so that it is shown what it may see, and from the beginning.
    private void relay(Listener listener, Caller caller, BooleanSupplier unchanged, OutputStream out)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + LONGEST.toNanos();
        long beat = System.nanoTime() + HEARTBEAT.toNanos();
        long check = System.nanoTime() + CHECK.toNanos();
        while (System.nanoTime() - end < 0 && !listener.ended()) {
            RunView changed = listener.next(Duration.ofNanos(Math.min(beat, check) - System.nanoTime()));
            if (System.nanoTime() - check >= 0) {
                if (!holds(unchanged)) {
                    return;
                }
                check = System.nanoTime() + CHECK.toNanos();
            }
            boolean proofWanted = listener.proofWanted();
            if (changed != null && sees(caller, changed)) {
                send(out, changed.shownTo(caller));
                beat = System.nanoTime() + HEARTBEAT.toNanos();
            } else if (proofWanted || System.nanoTime() - beat >= 0) {
                write(out, ": still here\n\n");
                beat = System.nanoTime() + HEARTBEAT.toNanos();
            }
        }
    }

    /// A caller that cannot be looked up has no stream: it comes back when the catalog answers again.
    private static boolean holds(BooleanSupplier unchanged) {
        try {
            return unchanged.getAsBoolean();
        } catch (DataAccessException | TransactionException unreachable) {
            LOG.debug("A stream of events ends: the catalog does not answer", unreachable);
            return false;
        }
    }

    private boolean sees(Caller caller, RunView run) {
        return caller.bounds().isNone()
                || (run.machine() != null
                        && run.machine().id() != null
                        && within.holds(caller.bounds(), run.machine().id()));
    }

    private void send(OutputStream out, RunView run) throws IOException {
        write(out, "event: run\nid: " + run.id() + "\ndata: " + json.writeValueAsString(run) + "\n\n");
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
