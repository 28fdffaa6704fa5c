package io.tidemark.api.machine;

import io.tidemark.api.name.Name;
import io.tidemark.api.name.PartOfName;
import io.tidemark.catalog.Labels;
import io.tidemark.catalog.machine.MachineFilter;
import io.tidemark.catalog.machine.ProtectionState;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Which machines are asked for.
///
/// @param label  only machines with this label, as `key=value`; repeated: with all of these
/// @param pool  only machines of this pool
/// @param name  only machines whose name contains this, in whatever case
/// @param policy  only machines that this policy covers
/// @param protection  only machines of this state
record MachineQuery(
        @Nullable @Size(max = Labels.MAXIMUM)
        List<
                        @NotNull
                        @Pattern(
                                regexp = Labels.KEY + "=[^\\p{Cntrl}]{1,100}",
                                message = "must be a label such as env=production")
                        String>
                label,

        @Nullable @Name String pool,

        @Nullable @PartOfName String name,

        @Nullable UUID policy,
        @Nullable ProtectionState protection) {

    MachineFilter filter() {
        List<Map.Entry<String, String>> labels = label == null
                ? List.of()
                : label.stream().map(MachineQuery::label).toList();
        return new MachineFilter(labels, pool, name, policy, protection);
    }

    private static Map.Entry<String, String> label(String text) {
        int end = text.indexOf('=');
        return Map.entry(text.substring(0, end), text.substring(end + 1));
    }
}
