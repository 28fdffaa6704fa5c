/// The server's process. Start with `TidemarkServer`; each package below is a word of the API and holds its controller
/// and its wire types. The server knows machines, runs and points through the catalog only: it never touches an image
/// or a chunk, and a worker in the same process is met in the catalog like any other.
@NullMarked
package io.tidemark.api;

import org.jspecify.annotations.NullMarked;
