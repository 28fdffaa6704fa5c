package io.tidemark.api.problem;

import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.jdk.StringDeserializer;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/// A text has whole characters. JSON can name half of one (a lone surrogate), which no encoding can write down: what is
/// kept would be another text, and two passwords that differ in it would be the same.
@Component
public class StrictTexts implements JsonMapperBuilderCustomizer {
    @Override
    public void customize(JsonMapper.Builder json) {
        json.addModule(new SimpleModule("strict texts").addDeserializer(String.class, new FromJson()));
    }

    /// Passes a text on that was read from JSON when it can be written down.
    public static String whole(JsonParser json, String text) {
        if (!isWhole(text)) {
            throw new HalfCharacter(json);
        }
        return text;
    }

    /// The text, with a mark in place of each half of a character: texts that were refused are quoted in answers.
    static String mended(String text) {
        if (isWhole(text)) {
            return text;
        }
        return text.codePoints()
                .map(point -> isHalf(point) ? 0xfffd : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isWhole(String text) {
        return text.codePoints().noneMatch(StrictTexts::isHalf);
    }

    private static boolean isHalf(int point) {
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }

    private static final class FromJson extends StringDeserializer {
        @Override
        public String deserialize(JsonParser json, DeserializationContext context) {
            return whole(json, super.deserialize(json, context));
        }
    }

    /// A text has half of a character in it. It is not quoted: it may be a password.
    static final class HalfCharacter extends MismatchedInputException {
        private HalfCharacter(JsonParser json) {
            super(json, "half of a character", String.class);
        }
    }
}
