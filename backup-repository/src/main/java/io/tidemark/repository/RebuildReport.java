package io.tidemark.repository;

import io.tidemark.repository.error.RepositoryException;
import java.util.List;

/// What rebuilding the index found and did.
///
/// @param packs  in the store
/// @param records  in those of them that could be read
/// @param added  records that no intact segment named
/// @param segments  new segments that name them now
/// @param removedSegments  segments that were damaged, and deleted since others name what they named
/// @param unreadableSegments  segments that cannot be read and were left as they are
/// @param unreadable  what is wrong with packs that cannot tell what they hold
public record RebuildReport(
        long packs,
        long records,
        long added,
        long segments,
        long removedSegments,
        long unreadableSegments,
        List<RepositoryException> unreadable) {

    public RebuildReport {
        unreadable = List.copyOf(unreadable);
    }
}
