/// Sessions of people, against a running server.
@NullMarked
package io.tidemark.api.session;

import org.jspecify.annotations.NullMarked;
