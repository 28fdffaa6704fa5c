package io.tidemark.api.problem;

import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.stereotype.Component;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/// Takes a number for neither a text nor a word, a truth value for no text, and half a number for no whole one: whoever
/// sends one where a name or a
/// mode belongs has mixed something up. What else is strict about JSON is set in application.yaml.
@Component
class StrictJson implements JsonMapperBuilderCustomizer {
    @Override
    public void customize(JsonMapper.Builder json) {
        json.withCoercionConfig(
                LogicalType.Textual,
                text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail));
        json.withCoercionConfig(
                LogicalType.Integer, number -> number.setCoercion(CoercionInputShape.Float, CoercionAction.Fail));
        json.withCoercionConfig(
                LogicalType.Enum, word -> word.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail));
    }
}
