package io.tidemark.api.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class AuditedBodiesTest {
    private static final Pattern SECRET =
            Pattern.compile("(?i).*(password|passphrase|secret|token|credential|privatekey|accesskey).*");

    @Test
    void noBodyThatGoesIntoTheTrailHasAFieldThatSoundsSecret() {
        List<JavaClass> audited = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("io.tidemark.api").stream()
                        .filter(type -> type.isAnnotatedWith(Audited.class))
                        .toList();

        assertThat(audited).hasSizeGreaterThan(8);
        assertThat(audited.stream()
                        .flatMap(type -> type.getFields().stream())
                        .map(JavaField::getFullName)
                        .filter(name -> SECRET.matcher(name.substring(name.lastIndexOf('.') + 1))
                                .matches()))
                .isEmpty();
    }
}
