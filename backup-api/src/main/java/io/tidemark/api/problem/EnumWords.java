package io.tidemark.api.problem;

import com.fasterxml.jackson.annotation.JsonValue;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.convert.converter.Converter;
import org.springframework.core.convert.converter.ConverterFactory;
import org.springframework.format.FormatterRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// How enum constants are written on the wire, in queries as in bodies: as their method marked [JsonValue] says.
@Configuration(proxyBeanMethods = false)
class EnumWords implements WebMvcConfigurer {

    @Override
    public void addFormatters(FormatterRegistry registry) {
        registry.addConverterFactory(new FromWord());
    }

    /// The word for a constant; its name where the enum has no words of its own.
    static String word(Object constant) {
        Optional<Method> method = Arrays.stream(constant.getClass().getMethods())
                .filter(each -> each.isAnnotationPresent(JsonValue.class))
                .findFirst();
        try {
            return method.isPresent() ? String.valueOf(method.get().invoke(constant)) : constant.toString();
        } catch (ReflectiveOperationException failure) {
            throw new IllegalStateException(constant.getClass() + " does not give its words", failure);
        }
    }

    /// All words of an enum, for messages.
    static String words(Class<?> type) {
        return Arrays.stream(type.getEnumConstants()).map(EnumWords::word).collect(Collectors.joining(", "));
    }

    /// The constant that a word stands for.
    ///
    /// @throws IllegalArgumentException when it stands for none; in another case it does not
    static <T> T constant(Class<T> type, String word) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> word(constant).equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No " + type.getSimpleName() + " is " + word));
    }

    private static final class FromWord implements ConverterFactory<String, Enum<?>> {
        @Override
        public <T extends Enum<?>> Converter<String, T> getConverter(Class<T> type) {
            return word -> constant(type, word);
        }
    }
}
