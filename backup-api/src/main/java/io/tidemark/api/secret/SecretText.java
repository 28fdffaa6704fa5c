package io.tidemark.api.secret;

import io.tidemark.api.problem.FieldsException;
import io.tidemark.api.problem.StrictTexts;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.deser.std.StdDeserializer;

/// A secret as it came in a request. Whatever prints the request, in a log at debug or in a message about
/// what is wrong with it, prints this without its content.
@JsonDeserialize(using = SecretText.FromJson.class)
public final class SecretText {
    private final String text;

    private SecretText(String text) {
        this.text = text;
    }

    /// The secret itself, when it is long enough and not too long.
    ///
    /// @param field its name in the request
    public String within(String field, int minimum, int maximum) {
        if (text.length() < minimum || text.length() > maximum) {
            throw new FieldsException(field, "must have " + minimum + " to " + maximum + " characters");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new FieldsException(field, "must not have control characters");
        }
        return text;
    }

    @Override
    public String toString() {
        return "…";
    }

    /// Takes texts alone; what else is there is not repeated.
    static final class FromJson extends StdDeserializer<SecretText> {
        FromJson() {
            super(SecretText.class);
        }

        @Override
        public SecretText deserialize(JsonParser json, DeserializationContext context) {
            if (!json.hasToken(JsonToken.VALUE_STRING)) {
                return context.reportInputMismatch(this, "not a text");
            }
            return new SecretText(StrictTexts.whole(json, json.getString()));
        }
    }
}
