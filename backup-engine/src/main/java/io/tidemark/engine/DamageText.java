package io.tidemark.engine;

import io.tidemark.repository.content.DamagedRange;

/// How damage is told in a run's log.
final class DamageText {
    private DamageText() {}

    static String of(String what, DamagedRange range) {
        return what + ": bytes " + range.offset() + " to " + range.end() + " of disk " + range.disk() + " of machine "
                + range.machine() + " at point " + range.point() + ": "
                + range.reason().getMessage();
    }
}
