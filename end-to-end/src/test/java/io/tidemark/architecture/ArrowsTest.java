package io.tidemark.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArrowsTest {

    private static final String QCOW2 = "io.tidemark.qcow2..";
    private static final String REPOSITORY = "io.tidemark.repository..";
    private static final String ENGINE = "io.tidemark.engine..";
    private static final String CLI = "io.tidemark.cli..";
    private static final String CATALOG = "io.tidemark.catalog..";
    private static final String WORKER = "io.tidemark.worker..";
    private static final String API = "io.tidemark.api..";

    private static final JavaClasses TIDEMARK = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.tidemark");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.tidemark.qcow2",
                "io.tidemark.repository",
                "io.tidemark.engine",
                "io.tidemark.cli",
                "io.tidemark.catalog",
                "io.tidemark.worker",
                "io.tidemark.api"
            })
    void everyModuleIsSeenByTheseTests(String root) {
        assertThat(TIDEMARK.stream().map(JavaClass::getPackageName)).anyMatch(name -> name.startsWith(root));
    }

    @Test
    void librariesAndTheCommandKnowNeitherSpringNorJpaNorSql() {
        noClasses()
                .that()
                .resideInAnyPackage(QCOW2, REPOSITORY, ENGINE, CLI)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.springframework..",
                        "jakarta.persistence..",
                        "org.hibernate..",
                        "java.sql..",
                        "javax.sql..",
                        "org.quartz..")
                .check(TIDEMARK);
    }

    @Test
    void onlyTheCatalogUsesJpa() {
        noClasses()
                .that()
                .resideOutsideOfPackage(CATALOG)
                .should()
                .dependOnClassesThat(resideInAnyPackage("jakarta.persistence..", "org.hibernate..")
                        .and(resideOutsideOfPackage("org.hibernate.validator..")))
                .check(TIDEMARK);
    }

    @Test
    void imagesAndTheRepositoryKnowNothingOfEachOtherOrOfThoseAbove() {
        noArrow(QCOW2, REPOSITORY, ENGINE, CLI, CATALOG, WORKER, API);
        noArrow(REPOSITORY, QCOW2, ENGINE, CLI, CATALOG, WORKER, API);
        noArrow(ENGINE, CLI, CATALOG, WORKER, API);
        noArrow(CLI, CATALOG, WORKER, API);
        noArrow(CATALOG, QCOW2, REPOSITORY, ENGINE, CLI, WORKER, API);
        noArrow(WORKER, CLI, API);
    }

    @Test
    void theApiNeverTouchesAnImageOrAChunk() {
        noArrow(API, QCOW2, REPOSITORY, ENGINE, WORKER, CLI);
    }

    @ParameterizedTest
    @ValueSource(strings = {"qcow2", "repository", "engine", "cli", "catalog", "worker", "api"})
    void noPackagesOfAModuleDependOnEachOtherInACircle(String module) {
        slices().matching("io.tidemark." + module + ".(**)")
                .should()
                .beFreeOfCycles()
                .check(TIDEMARK);
    }

    @Test
    void noClassHidesBehindAnEmptyWord() {
        List<String> emptyWords = List.of("Manager", "Helper", "Util", "Utils", "Impl", "Common");
        Stream<String> named = TIDEMARK.stream()
                .filter(JavaClass::isTopLevelClass)
                .map(JavaClass::getSimpleName)
                .filter(name -> emptyWords.stream().anyMatch(name::endsWith));
        assertThat(named).isEmpty();
    }

    private static void noArrow(String from, String... to) {
        noClasses()
                .that()
                .resideInAPackage(from)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(to)
                .check(TIDEMARK);
    }
}
