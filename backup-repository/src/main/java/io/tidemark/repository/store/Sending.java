package io.tidemark.repository.store;

/// Whom a thread that puts an object into S3 tells of the bytes that leave. The SDK between the call and the
/// connection has no place for it, and makes its requests on the caller's thread.
final class Sending {

    private static final ScopedValue<ObjectStore.Sent> SENT = ScopedValue.newInstance();

    private Sending() {}

    /// Makes a call whose bytes are told.
    static void told(ObjectStore.Sent sent, Runnable call) {
        ScopedValue.where(SENT, sent).run(call);
    }

    /// What to do with the bytes of one attempt: those of the thread's call are told besides.
    static MeteredStream.Flow attempt(MeteredStream.Flow flow) {
        if (!SENT.isBound()) {
            return flow;
        }
        ObjectStore.Sent sent = SENT.get();
        long[] soFar = {0};
        return bytes -> {
            flow.pass(bytes);
            soFar[0] += bytes;
            sent.told(soFar[0]);
        };
    }
}
