package io.tidemark.testing;

import java.io.PrintStream;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/// The condition behind [QemuTest].
final class QemuToolsCondition implements ExecutionCondition {

    private static final List<String> TOOLS = List.of("qemu-img", "qemu-io", "qemu-nbd");

    private final Predicate<String> installed;
    private final boolean required;
    private final PrintStream messages;

    QemuToolsCondition() {
        this(QemuTools::isInstalled, "true".equals(System.getenv("CI")), System.err);
    }

    QemuToolsCondition(Predicate<String> installed, boolean required, PrintStream messages) {
        this.installed = installed;
        this.required = required;
        this.messages = messages;
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return evaluate(context.getDisplayName());
    }

    ConditionEvaluationResult evaluate(String test) {
        List<String> absent = TOOLS.stream().filter(installed.negate()).toList();
        if (absent.isEmpty()) {
            return ConditionEvaluationResult.enabled("QEMU's tools are installed");
        }
        String finding = "not on the PATH: " + String.join(", ", absent) + " (Debian: apt-get install qemu-utils)";
        if (required) {
            throw new AssertionError(test + " must run because CI=true, but " + finding);
        }
        messages.println("SKIPPED " + test + ": " + finding);
        return ConditionEvaluationResult.disabled(finding);
    }
}
