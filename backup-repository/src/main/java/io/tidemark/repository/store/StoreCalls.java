package io.tidemark.repository.store;

/// What was asked of a store so far: what a provider would put on the bill.
///
/// @param puts  requests that store an object, tried in vain or not; so with the others
/// @param gets  requests for objects and parts of them
/// @param heads  requests whether an object is there
/// @param lists  requests for up to a thousand names each
/// @param deletes  requests to delete one object
/// @param bytesUp  of the content of requests, without headers
/// @param bytesDown  of the content of answers, without headers
public record StoreCalls(long puts, long gets, long heads, long lists, long deletes, long bytesUp, long bytesDown) {

    /// All requests of whatever kind.
    public long requests() {
        return puts + gets + heads + lists + deletes;
    }
}
