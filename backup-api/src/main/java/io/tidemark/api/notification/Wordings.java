package io.tidemark.api.notification;

import io.tidemark.catalog.machine.OutOfObjective.LateMachine;
import io.tidemark.catalog.notification.ChannelKind;
import io.tidemark.catalog.notification.EndedRun;
import io.tidemark.catalog.notification.Notice;
import io.tidemark.catalog.notification.NotifiedOutcome;
import io.tidemark.catalog.notification.Wording;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Notices as [NotificationMessage]s in JSON for webhooks, and as a subject and plain text for e-mail.
@Component
class Wordings implements Wording {
    private static final int LISTED = 200;

    private final JsonMapper json;
    private final NotificationProperties properties;

    Wordings(JsonMapper json, NotificationProperties properties) {
        this.json = json;
        this.properties = properties;
    }

    @Override
    public Message message(ChannelKind kind, Notice notice) {
        String subject = subject(notice);
        return switch (kind) {
            case WEBHOOK ->
                new Message(subject, json.writeValueAsString(NotificationMessage.of(notice, subject, link(notice))));
            case EMAIL -> new Message(subject, text(notice));
        };
    }

    private static String subject(Notice notice) {
        return switch (notice) {
            case Notice.Run told ->
                "[Tidemark] " + told.run().kind() + " of " + about(told.run()) + " " + words(told.outcome());
            case Notice.Digest digest ->
                digest.machines().isEmpty()
                        ? "[Tidemark] All machines are within their objectives"
                        : "[Tidemark] " + digest.machines().size() + " "
                                + (digest.machines().size() == 1 ? "machine is" : "machines are")
                                + " out of objective";
            case Notice.Test test -> "[Tidemark] Test of channel " + test.channel();
        };
    }

    private static String about(EndedRun run) {
        return run.machineName() == null ? run.repositoryName() : run.machineName();
    }

    private static String words(NotifiedOutcome outcome) {
        return switch (outcome) {
            case FAILED -> "failed";
            case WARNING -> "succeeded with warnings";
            case LOST -> "was lost";
            case SUCCEEDED -> "succeeded";
            case RECOVERED -> "works again";
        };
    }

    private @Nullable String link(Notice notice) {
        String dashboard = properties.dashboardUrl();
        return dashboard == null || !(notice instanceof Notice.Run run)
                ? null
                : dashboard.replaceAll("/+$", "") + "/runs/" + run.run().id();
    }

    private String text(Notice notice) {
        return switch (notice) {
            case Notice.Run run -> text(run);
            case Notice.Digest digest -> text(digest);
            case Notice.Test test ->
                "This is a test of channel \"" + test.channel() + "\", sent at " + test.at()
                        + ". Notifications reach you.\n";
        };
    }

    private String text(Notice.Run notice) {
        EndedRun run = notice.run();
        StringBuilder text = new StringBuilder();
        line(text, "Run", run.kind() + " " + words(notice.outcome()));
        line(text, "Machine", run.machineName());
        line(text, "Repository", run.repositoryName());
        line(text, "Policy", run.policyName());
        line(text, "Worker", run.worker());
        line(text, "Started", run.startedAt());
        line(text, "Ended", run.finishedAt());
        line(text, "Error", run.errorCode());
        line(text, "", run.errorMessage());
        line(text, "Run id", run.id());
        line(text, "See", link(notice));
        return text.append("\nRule: ").append(notice.rule()).append('\n').toString();
    }

    private static String text(Notice.Digest digest) {
        StringBuilder text = new StringBuilder();
        if (digest.machines().isEmpty()) {
            text.append("Every machine with an objective has a point that is new enough.\n");
        }
        for (LateMachine machine : digest.machines().stream().limit(LISTED).toList()) {
            text.append(Mail.oneLine(machine.name())).append(": ");
            text.append(
                    machine.newestPoint() == null
                            ? "no point"
                            : "newest point " + machine.newestPoint() + ", "
                                    + words(Duration.between(machine.newestPoint(), digest.at())) + " old");
            text.append("; objective ").append(words(machine.objective())).append('\n');
        }
        if (digest.machines().size() > LISTED) {
            text.append("and ").append(digest.machines().size() - LISTED).append(" more\n");
        }
        return text.append("\nAs of ")
                .append(digest.at())
                .append(". Rule: ")
                .append(digest.rule())
                .append('\n')
                .toString();
    }

    private static String words(Duration time) {
        return time.toHours() < 48 ? time.toHours() + " h " + time.toMinutesPart() + " min" : time.toDays() + " days";
    }

    private static void line(StringBuilder text, String name, @Nullable Object value) {
        if (value != null) {
            text.append(name.isEmpty() ? "" : name + ": ").append(value).append('\n');
        }
    }
}
