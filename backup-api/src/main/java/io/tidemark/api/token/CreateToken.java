package io.tidemark.api.token;

import io.tidemark.api.name.Name;
import jakarta.validation.constraints.NotNull;

/// An API token to make.
record CreateToken(@NotNull @Name String name) {}
