package io.tidemark.api.session;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/// Who logs in, and its proof.
record LogInRequest(
        @NotNull
        @Size(min = 1, max = 200)
        @Pattern(regexp = "\\P{Cntrl}*", message = "must not contain control characters")
        String name,

        @NotNull @Size(min = 1, max = 200) String password) {
    @Override
    public String toString() {
        return "LogInRequest[…]";
    }
}
