package io.tidemark.catalog.notification;

import io.tidemark.catalog.TimeOrderedId;
import io.tidemark.catalog.machine.OutOfObjective;
import io.tidemark.catalog.schedule.CronSchedule;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Makes deliveries: for each run that ended and each rule that it fits, and for each digest that is due.
/// What was taken and what was made of it are committed together, so a server that dies in between neither
/// forgets nor repeats any.
@Component
@Transactional
public class FanOut {
    private static final int AT_ONCE = 100;

    private final EndedRuns ended;
    private final Rules rules;
    private final Channels channels;
    private final Deliveries deliveries;
    private final OutOfObjective outOfObjective;
    private final Clock clock;

    FanOut(
            EndedRuns ended,
            Rules rules,
            Channels channels,
            Deliveries deliveries,
            OutOfObjective outOfObjective,
            Clock clock) {
        this.ended = ended;
        this.rules = rules;
        this.channels = channels;
        this.deliveries = deliveries;
        this.outOfObjective = outOfObjective;
        this.clock = clock;
    }

    /// Deals with some of the runs that ended.
    ///
    /// @return whether there may be more
    public boolean runs(Wording wording) {
        List<UUID> taken = ended.take(AT_ONCE);
        if (taken.isEmpty()) {
            return false;
        }
        List<RuleView> about = rules.aboutRuns();
        for (UUID id : taken) {
            EndedRun run = ended.get(id);
            about.forEach(rule -> tell(rule, run, wording));
        }
        return taken.size() == AT_ONCE;
    }

    /// Deals with one digest that is due. One that was due while no server ran is told once, late.
    ///
    /// @return whether there may be more
    public boolean digest(Wording wording) {
        Instant now = clock.instant();
        Optional<RuleView> due = rules.dueDigest(now);
        due.ifPresent(rule -> {
            CronSchedule schedule = Objects.requireNonNull(rule.terms().digest(), "digest");
            Notice notice =
                    new Notice.Digest(TimeOrderedId.next(now), rule.terms().name(), now, outOfObjective.machines());
            queue(rule, notice, null, wording);
            rules.nextDigest(rule.id(), schedule.next(now));
        });
        return due.isPresent();
    }

    private void tell(RuleView rule, EndedRun run, Wording wording) {
        RuleTerms.Runs about = Objects.requireNonNull(rule.terms().runs(), "runs");
        if (run.fits(about)) {
            run.outcomeFor(about)
                    .ifPresent(outcome -> queue(
                            rule,
                            new Notice.Run(
                                    TimeOrderedId.next(clock.instant()),
                                    rule.terms().name(),
                                    outcome,
                                    run),
                            run.id(),
                            wording));
        }
    }

    private void queue(RuleView rule, Notice notice, @Nullable UUID run, Wording wording) {
        ChannelView channel = channels.get(rule.terms().channel());
        deliveries.queue(channel, rule, run, notice, wording.message(channel.kind(), notice));
    }
}
