package io.tidemark.api.problem;

import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.converter.HttpMessageConverters.ServerBuilder;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Bodies and answers are JSON. Left to itself, Spring takes and gives every other format as well that some
/// library on the class path can read, such as the YAML of the one that describes the API, and nothing of
/// what is strict about JSON holds there.
@Configuration(proxyBeanMethods = false)
class JsonOnly implements WebMvcConfigurer {
    @Override
    public void configureMessageConverters(ServerBuilder converters) {
        converters.configureMessageConvertersList(all -> all.removeIf(JsonOnly::isOfAnotherFormat));
    }

    /// Whether it would turn something other than JSON into one of our records. Converters of plain bytes and
    /// texts read no records.
    private static boolean isOfAnotherFormat(HttpMessageConverter<?> converter) {
        return converter.canRead(Problem.class, null) && !converter.canRead(Problem.class, MediaType.APPLICATION_JSON);
    }
}
