package io.tidemark.catalog.machine;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Which machines a list shows; null means all.
///
/// @param labels     machines that have every one of them; two values of one key leave none
/// @param name       machines whose name contains it, in whatever case
/// @param policy     machines that it covers, enabled or not
/// @param protection machines of this state
public record MachineFilter(
        List<Map.Entry<String, String>> labels,
        @Nullable String pool,
        @Nullable String name,
        @Nullable UUID policy,
        @Nullable ProtectionState protection) {
    public static final MachineFilter ALL = new MachineFilter(List.of(), null, null, null, null);

    public MachineFilter {
        labels = List.copyOf(labels);
    }
}
