package io.tidemark.repository.content;

import io.tidemark.repository.map.MapCursor;
import io.tidemark.repository.map.MapCursor.Item;
import io.tidemark.repository.map.MapReader;
import java.io.IOException;
import java.util.OptionalLong;

/// The chunks of a disk of which every copy is known to be damaged. Used by one thread.
public final class LostChunks {

    private final MapCursor cursor;
    private final ChunkFetch fetch;

    LostChunks(MapReader map, ChunkFetch fetch) {
        this.cursor = new MapCursor(map, 0, map.shape().chunkCount());
        this.fetch = fetch;
    }

    /// The next one's number, or nothing at the end.
    ///
    /// @throws io.tidemark.repository.error.RepositoryException if the map is damaged
    public OptionalLong next() throws IOException {
        if (!fetch.knowsDamage()) {
            return OptionalLong.empty();
        }
        for (Item item = cursor.next(); item != null; item = cursor.next()) {
            switch (item) {
                case Item.Data data -> {
                    if (fetch.isLost(data.id())) {
                        return OptionalLong.of(data.chunk());
                    }
                }
                case Item.Damaged damaged -> throw damaged.cause();
            }
        }
        return OptionalLong.empty();
    }
}
