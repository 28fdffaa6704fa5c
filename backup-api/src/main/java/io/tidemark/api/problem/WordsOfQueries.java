package io.tidemark.api.problem;

import java.beans.PropertyEditorSupport;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.InitBinder;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/// Takes the words of an enum alone in the record that a query becomes. Where [EnumWords] finds none, Spring by itself
/// would go on and take the name that the constant has in our code.
@RestControllerAdvice
class WordsOfQueries {

    @InitBinder
    void takeNoNamesOfConstants(WebDataBinder binder) {
        ResolvableType target = binder.getTargetType();
        Class<?> type = target == null ? null : target.resolve();
        if (type == null || !type.isRecord()) {
            return;
        }
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.getType().isEnum()) {
                binder.registerCustomEditor(component.getType(), new OfWord(component.getType()));
            }
        }
    }

    private static final class OfWord extends PropertyEditorSupport {
        private final Class<?> type;

        private OfWord(Class<?> type) {
            this.type = type;
        }

        @Override
        public void setAsText(@Nullable String word) {
            setValue(word == null ? null : EnumWords.constant(type, word));
        }
    }
}
