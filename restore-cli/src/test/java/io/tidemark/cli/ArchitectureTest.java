package io.tidemark.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.tidemark.cli");

    @Test
    void theCommandLineNeedsNoServer() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.springframework..",
                        "jakarta..",
                        "javax.sql..",
                        "java.sql..",
                        "org.quartz..",
                        "io.tidemark.catalog..",
                        "io.tidemark.worker..",
                        "io.tidemark.api..",
                        "io.tidemark.embedded..")
                .check(classes);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.tidemark.cli.(**)").should().beFreeOfCycles().check(classes);
    }

    @Test
    void whatCommandsSayGoesThroughTheTerminal() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.tidemark.cli.terminal")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(classes);
    }
}
