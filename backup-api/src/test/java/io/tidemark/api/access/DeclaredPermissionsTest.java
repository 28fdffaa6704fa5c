package io.tidemark.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.web.bind.annotation.RequestMapping;

class DeclaredPermissionsTest {
    /// The only endpoints that answer without a caller.
    private static final Set<String> OPEN = Set.of(
            "io.tidemark.api.session.SessionController.ways(jakarta.servlet.http.HttpServletRequest)",
            "io.tidemark.api.session.SessionController.logIn(io.tidemark.api.session.LogInRequest, "
                    + "jakarta.servlet.http.HttpServletRequest, jakarta.servlet.http.HttpServletResponse)");

    /// What changes nothing but the caller's own log-in.
    private static final String OWN_SESSION = "io.tidemark.api.session.SessionController";

    /// Where the servlet container sends failed requests; not an endpoint to call.
    private static final Set<String> NOT_ENDPOINTS =
            Set.of("io.tidemark.api.problem.ErrorPages.answer(jakarta.servlet.http.HttpServletRequest)");

    private static final Set<Permission> READING = Set.of(Permission.READ, Permission.WATCH);

    private static final JavaClasses SERVER = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.tidemark.api");

    @Test
    void everyEndpointDeclaresAPermissionOrIsOneOfTheOpenOnes() {
        List<String> undeclared = endpoints()
                .filter(endpoint -> !endpoint.isAnnotatedWith(Requires.class))
                .map(JavaMethod::getFullName)
                .filter(name -> !OPEN.contains(name) && !NOT_ENDPOINTS.contains(name))
                .toList();

        assertThat(endpoints().count()).isGreaterThan(25);
        assertThat(undeclared).isEmpty();
    }

    @Test
    void onlyTheOpenOnesAreOpen() {
        assertThat(endpoints()
                        .filter(endpoint -> endpoint.isAnnotatedWith(Open.class))
                        .map(JavaMethod::getFullName))
                .containsExactlyInAnyOrderElementsOf(OPEN);
    }

    @Test
    void everyEndpointIsUnderTheApisPath() {
        List<String> elsewhere = endpoints()
                .filter(endpoint -> !NOT_ENDPOINTS.contains(endpoint.getFullName()))
                .map(JavaMethod::getOwner)
                .distinct()
                .filter(type -> !type.getAnnotationOfType(RequestMapping.class)
                        .value()[0]
                        .startsWith("/api/v1/"))
                .map(JavaClass::getName)
                .toList();

        assertThat(elsewhere).isEmpty();
    }

    @Test
    void whatChangesSomethingAsksForMoreThanReading() {
        List<String> tooEasy = endpoints()
                .filter(endpoint -> !endpoint.isAnnotatedWith("org.springframework.web.bind.annotation.GetMapping"))
                .filter(endpoint -> endpoint.isAnnotatedWith(Requires.class)
                        && !endpoint.getOwner().getName().equals(OWN_SESSION))
                .filter(endpoint -> READING.contains(
                        endpoint.getAnnotationOfType(Requires.class).value()))
                .map(JavaMethod::getFullName)
                .toList();

        assertThat(tooEasy).isEmpty();
    }

    @Test
    void theServerTouchesNeitherImagesNorChunks() {
        List<String> dependencies = SERVER.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .map(dependency -> dependency.getTargetClass().getPackageName())
                .filter(name -> name.startsWith("io.tidemark.qcow2")
                        || name.startsWith("io.tidemark.repository")
                        || name.startsWith("io.tidemark.engine")
                        || name.startsWith("io.tidemark.worker")
                        || name.startsWith("jakarta.persistence")
                        || name.startsWith("java.sql"))
                .distinct()
                .toList();

        assertThat(dependencies).isEmpty();
    }

    private static Stream<JavaMethod> endpoints() {
        return SERVER.stream()
                .map(JavaClass::getMethods)
                .flatMap(Set::stream)
                .filter(method -> method.isAnnotatedWith(RequestMapping.class)
                        || method.isMetaAnnotatedWith(RequestMapping.class));
    }
}
