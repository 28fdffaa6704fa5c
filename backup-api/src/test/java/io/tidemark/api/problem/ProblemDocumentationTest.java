package io.tidemark.api.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ProblemDocumentationTest {
    private static final Path PAGE = Path.of("../docs/operations/problems.md");
    private static final Pattern ROW = Pattern.compile("^\\| `([a-z-]+)` \\| (\\d{3}) \\| .+ \\| .+ \\|$");

    @Test
    void thePageOfProblemsListsEveryTypeWithItsStatus() throws IOException {
        List<String> documented = Files.readAllLines(PAGE).stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .map(row -> row.group(1) + " " + row.group(2))
                .toList();

        assertThat(documented)
                .containsExactlyElementsOf(Arrays.stream(ProblemType.values())
                        .map(type -> type.code() + " " + type.status().value())
                        .toList());
    }
}
