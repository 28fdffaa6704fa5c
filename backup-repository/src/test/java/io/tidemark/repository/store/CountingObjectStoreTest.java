package io.tidemark.repository.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class CountingObjectStoreTest extends ObjectStoreContract {

    @Override
    ObjectStore emptyStore() {
        return new CountingObjectStore(new MemoryObjectStore());
    }

    @Override
    ObjectStore another() {
        return store;
    }

    @Test
    void bytesAndCallsAreCountedByKind() throws Exception {
        var counting = new CountingObjectStore(new MemoryObjectStore());

        counting.put("a", ByteBuffer.allocate(100), PutMode.CREATE);
        counting.put("a", ByteBuffer.allocate(30), PutMode.ANY);
        counting.get("a");
        counting.get("a", 5, ByteBuffer.allocate(7));
        counting.head("a");
        counting.list("", object -> {});
        counting.delete("a");

        assertThat(counting.bytesUp()).isEqualTo(130);
        assertThat(counting.bytesDown()).isEqualTo(37);
        assertThat(counting.puts()).isEqualTo(2);
        assertThat(counting.gets()).isEqualTo(2);
        assertThat(counting.heads()).isEqualTo(1);
        assertThat(counting.lists()).isEqualTo(1);
        assertThat(counting.deletes()).isEqualTo(1);
        assertThat(counting.requests()).isEqualTo(7);
    }

    @Test
    void failedCallsDoNotCount() {
        var counting = new CountingObjectStore(new MemoryObjectStore());

        assertThatThrownBy(() -> counting.get("absent")).isInstanceOf(ObjectMissingException.class);

        assertThat(counting.requests()).isZero();
        assertThat(counting.bytesDown()).isZero();
    }
}
