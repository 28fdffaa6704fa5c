package io.tidemark.api.user;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/// A user's new password, at least 12 characters.
record SetPassword(@NotNull @Size(max = 200) String password) {
    @Override
    public String toString() {
        return "SetPassword[…]";
    }
}
