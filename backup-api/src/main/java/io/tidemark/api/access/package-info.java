/// Who may call what. `AccessRules` sets up the filters, `IdentifyCallers` finds the caller behind a token or a
/// session,
/// `Requires` declares what an endpoint asks of its caller and `DeclaredPermissions` holds callers to it. Depends on
/// the
/// catalog's tokens and users and on problems.
@NullMarked
package io.tidemark.api.access;

import org.jspecify.annotations.NullMarked;
