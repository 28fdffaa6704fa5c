package io.tidemark.api.token;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tidemark.catalog.token.IssuedToken;
import java.util.UUID;

/// A token just made: the only answer that ever carries the token itself. Not a record, so that no generated
/// `toString` prints it.
final class NewToken {
    private final IssuedToken issued;

    private NewToken(IssuedToken issued) {
        this.issued = issued;
    }

    static NewToken of(IssuedToken issued) {
        return new NewToken(issued);
    }

    @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
    public UUID getId() {
        return issued.id();
    }

    @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
    public String getName() {
        return issued.name();
    }

    @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
    public String getToken() {
        return issued.secret();
    }
}
