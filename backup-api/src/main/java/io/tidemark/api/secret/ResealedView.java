package io.tidemark.api.secret;

/// What a change of the key did.
///
/// @param resealed  how many secrets were sealed under another key before
record ResealedView(int resealed) {}
