package io.tidemark.api.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.type.filter.AnnotationTypeFilter;

class ConfigurationDocumentationTest {
    private static final Path PAGE = Path.of("../docs/operations/configuration.md");
    private static final Pattern ROW = Pattern.compile("^\\| `([a-z0-9.-]+)` \\| `([A-Z0-9_]+)` \\| (.+?) \\| .+ \\|$");

    @Test
    void everyPropertyIsDocumentedWithItsDefault() throws Exception {
        Map<String, String> documented = documented();

        properties()
                .forEach((property, value) ->
                        assertThat(documented).as(property).containsEntry(property, value.isEmpty() ? "none" : value));
    }

    @Test
    void nothingIsDocumentedThatIsNotThere() throws Exception {
        // A server can be built without a worker on its class path.
        boolean withWorker = properties().containsKey("tidemark.worker.enabled");

        assertThat(documented().keySet().stream()
                        .filter(property -> !property.startsWith("server."))
                        .filter(property -> withWorker || !property.startsWith("tidemark.worker.")))
                .isSubsetOf(properties().keySet());
    }

    @Test
    void everyDocumentedVariableSetsItsProperty() throws IOException {
        for (String line : Files.readAllLines(PAGE)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                ConfigurationPropertySource environment = Objects.requireNonNull(ConfigurationPropertySource.from(
                        new SystemEnvironmentPropertySource("test-systemEnvironment", Map.of(row.group(2), "value"))));
                assertThat(environment.getConfigurationProperty(ConfigurationPropertyName.of(row.group(1))))
                        .as(row.group(2))
                        .isNotNull();
            }
        }
    }

    private static Map<String, String> documented() throws IOException {
        Map<String, String> rows = new TreeMap<>();
        for (String line : Files.readAllLines(PAGE)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                // A default that is no value is told in words: none, or the host's name.
                String value = row.group(3);
                rows.put(row.group(1), value.startsWith("`") ? value.substring(1, value.length() - 1) : "none");
            }
        }
        return rows;
    }

    /// Every property of every record that holds some, with its default; empty where it has none.
    private static Map<String, String> properties() throws ReflectiveOperationException {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        Map<String, String> properties = new TreeMap<>();
        for (BeanDefinition found : scanner.findCandidateComponents("io.tidemark")) {
            Class<?> type = Class.forName(found.getBeanClassName());
            String prefix = type.getAnnotation(ConfigurationProperties.class).value();
            for (Parameter parameter : canonicalConstructor(type).getParameters()) {
                properties.put(prefix + "." + kebab(parameter.getName()), value(parameter));
            }
        }
        return properties;
    }

    private static Constructor<?> canonicalConstructor(Class<?> type) throws NoSuchMethodException {
        return type.getDeclaredConstructor(Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new));
    }

    private static String value(Parameter parameter) {
        DefaultValue value = parameter.getAnnotation(DefaultValue.class);
        return value == null ? "" : String.join(",", value.value());
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
