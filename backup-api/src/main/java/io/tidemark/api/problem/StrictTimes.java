package io.tidemark.api.problem;

import java.time.DateTimeException;
import java.time.Instant;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Configuration;
import org.springframework.format.FormatterRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/// Times are written alike in queries and bodies, such as `2026-11-23T09:30:00Z`, and lie in years that the database
/// knows. Left to themselves, Spring takes a bare number for milliseconds since 1970 and Jackson for seconds: who wrote
/// `2026` meant a year.
@Configuration(proxyBeanMethods = false)
class StrictTimes implements WebMvcConfigurer, JsonMapperBuilderCustomizer {
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    /// @throws DateTimeException for what is no time, or one that no clock has ever shown, nor will
    static Instant parse(String text) {
        Instant time = Instant.parse(text);
        if (time.isBefore(FIRST) || time.isAfter(LAST)) {
            throw new DateTimeException("Not in the years 1 to 9999: " + text);
        }
        return time;
    }

    @Override
    public void addFormatters(FormatterRegistry registry) {
        registry.addConverter(String.class, Instant.class, StrictTimes::parse);
    }

    @Override
    public void customize(JsonMapper.Builder json) {
        json.addModule(new SimpleModule("strict times").addDeserializer(Instant.class, new FromJson()));
    }

    private static final class FromJson extends StdDeserializer<Instant> {
        FromJson() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser json, DeserializationContext context) {
            if (!json.hasToken(JsonToken.VALUE_STRING)) {
                return context.reportInputMismatch(this, "not a time");
            }
            try {
                return parse(json.getString());
            } catch (DateTimeException none) {
                return (Instant) context.handleWeirdStringValue(Instant.class, json.getString(), "not a time");
            }
        }
    }
}
