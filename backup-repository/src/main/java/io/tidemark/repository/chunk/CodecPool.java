package io.tidemark.repository.chunk;

import java.util.ArrayDeque;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/// A fixed number of encoders or decoders for any number of threads: what bounds their memory.
///
/// @param <C>  which of them
public final class CodecPool<C extends Codec> implements AutoCloseable {

    /// What is done with a borrowed codec.
    public interface Work<C, R, E extends Exception> {
        R with(C codec) throws E;
    }

    private final Supplier<C> maker;
    private final Semaphore permits;
    private final ArrayDeque<C> free = new ArrayDeque<>();

    /// A pool of codecs that are made when first needed.
    ///
    /// @param limit  how many there may be
    public CodecPool(int limit, Supplier<C> maker) {
        this.maker = maker;
        this.permits = new Semaphore(limit);
    }

    /// Waits for a codec and works with it.
    public <R, E extends Exception> R with(Work<? super C, R, E> work) throws E {
        permits.acquireUninterruptibly();
        try {
            C codec = take();
            try {
                return work.with(codec);
            } finally {
                giveBack(codec);
            }
        } finally {
            permits.release();
        }
    }

    private C take() {
        synchronized (free) {
            C codec = free.poll();
            return codec == null ? maker.get() : codec;
        }
    }

    private void giveBack(C codec) {
        synchronized (free) {
            free.push(codec);
        }
    }

    /// Frees native memory; nobody may be using a codec any more.
    @Override
    public void close() {
        synchronized (free) {
            free.forEach(Codec::close);
            free.clear();
        }
    }
}
