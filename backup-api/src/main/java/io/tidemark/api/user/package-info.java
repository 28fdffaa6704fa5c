/// Users: made, listed, changed, removed by admins. Depends on access, whose sessions end with a user.
@NullMarked
package io.tidemark.api.user;

import org.jspecify.annotations.NullMarked;
