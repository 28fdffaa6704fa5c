package io.tidemark.api.problem;

import java.time.Instant;
import org.springframework.context.annotation.Configuration;
import org.springframework.format.FormatterRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Times in queries are written as in bodies, such as `2026-11-23T09:30:00Z`. Left to itself, Spring takes a bare
/// number
/// for milliseconds since 1970: who wrote `2026` meant a year.
@Configuration(proxyBeanMethods = false)
class StrictTimes implements WebMvcConfigurer {
    @Override
    public void addFormatters(FormatterRegistry registry) {
        registry.addConverter(String.class, Instant.class, Instant::parse);
    }
}
