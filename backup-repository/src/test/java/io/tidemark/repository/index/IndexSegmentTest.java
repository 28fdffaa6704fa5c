package io.tidemark.repository.index;

import io.tidemark.repository.FormatDocument;
import io.tidemark.repository.chunk.ChunkId;
import io.tidemark.repository.chunk.Encoding;
import io.tidemark.repository.pack.PackEntry;
import io.tidemark.repository.pack.PackId;
import io.tidemark.repository.pack.RecordKind;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IndexSegmentTest {

    @Test
    void theDocumentShowsASegment() throws IOException {
        PendingEntries entries = new PendingEntries();
        ChunkId chunk = new ChunkId(0x0101010101010101L, 2, 3, 4);
        ChunkId page = new ChunkId(0x1111111111111111L, 6, 7, 8);
        entries.add(
                new PackId(UUID.fromString("77c10000-0000-4000-8000-00000000000b")),
                List.of(new PackEntry(page, RecordKind.PAGE, Encoding.RAW, 48, 80, 80)));
        entries.add(
                new PackId(UUID.fromString("3f9a0000-0000-4000-8000-00000000000a")),
                List.of(new PackEntry(chunk, RecordKind.CHUNK, Encoding.ZSTD, 4096, 0x7531, 65536)));
        SegmentId id = new SegmentId(UUID.fromString("01234567-89ab-4cde-8f01-23456789abcd"));

        FormatDocument.requireExample(
                "index segment", IndexSegment.encode(FormatDocument.PLAIN, id, entries.toTable()));
    }
}
