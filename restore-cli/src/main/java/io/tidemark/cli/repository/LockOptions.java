package io.tidemark.cli.repository;

import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.repository.format.LockSettings;
import io.tidemark.repository.store.LockMode;
import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What `--lock` and `--lock-mode` say.
final class LockOptions {

    private static final Pattern TIME = Pattern.compile("([1-9][0-9]{0,8})([dhms])");

    private LockOptions() {}

    /// The settings; null if nothing is to be locked.
    static @Nullable LockSettings settings(@Nullable String time, @Nullable String mode) throws CommandFailure {
        if (time == null) {
            if (mode != null) {
                throw CommandFailure.usage("--lock-mode goes with --lock");
            }
            return null;
        }
        Matcher matcher = TIME.matcher(time);
        if (!matcher.matches()) {
            throw CommandFailure.usage("--lock: a whole number above 0 of days, hours, minutes or seconds, as in 30d,"
                    + " 12h, 10m or 60s, not \"" + time + "\"");
        }
        long count = Long.parseLong(matcher.group(1));
        Duration period = switch (matcher.group(2)) {
            case "d" -> Duration.ofDays(count);
            case "h" -> Duration.ofHours(count);
            case "m" -> Duration.ofMinutes(count);
            default -> Duration.ofSeconds(count);
        };
        try {
            return new LockSettings(mode == null ? LockMode.GOVERNANCE : mode(mode), period);
        } catch (IllegalArgumentException thrown) {
            throw CommandFailure.usage("--lock: " + thrown.getMessage());
        }
    }

    private static LockMode mode(String text) throws CommandFailure {
        for (LockMode mode : LockMode.values()) {
            if (mode.wireName().equals(text)) {
                return mode;
            }
        }
        throw CommandFailure.usage("--lock-mode: "
                + Arrays.stream(LockMode.values()).map(LockMode::wireName).collect(Collectors.joining(" or "))
                + ", not \""
                + text + "\"");
    }
}
