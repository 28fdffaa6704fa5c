package io.tidemark.catalog.schedule;

import java.util.Arrays;
import java.util.List;

/// What a policy wants done by a schedule; each has one of its own.
public enum PolicyTask {
    /// Back up its machines.
    BACKUP("policies"),
    /// Verify its repository.
    VERIFICATION("policy-verifications"),
    /// Collect what nothing in its repository needs any more.
    COLLECTION("policy-collections");

    private final String group;

    PolicyTask(String group) {
        this.group = group;
    }

    /// The group of its jobs in the scheduler; a job is named as its policy.
    public String group() {
        return group;
    }

    /// The groups of all tasks.
    public static List<String> groups() {
        return Arrays.stream(values()).map(PolicyTask::group).toList();
    }

    public static PolicyTask ofGroup(String group) {
        return Arrays.stream(values())
                .filter(task -> task.group.equals(group))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No PolicyTask has jobs in group \"" + group + "\""));
    }
}
