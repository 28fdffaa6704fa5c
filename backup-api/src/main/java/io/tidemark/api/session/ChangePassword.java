package io.tidemark.api.session;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/// The caller's old password and its new one, at least 12 characters.
record ChangePassword(
        @NotNull @Size(min = 1, max = 200) String oldPassword,
        @NotNull @Size(max = 200) String newPassword) {
    @Override
    public String toString() {
        return "ChangePassword[…]";
    }
}
