/// The description of the API in OpenAPI 3.1, generated from controllers and records, with the examples of
/// openapi-examples.json. It is checked in as openapi.json, and a test compares the two. Nothing depends on this
/// package.
@NullMarked
package io.tidemark.api.openapi;

import org.jspecify.annotations.NullMarked;
