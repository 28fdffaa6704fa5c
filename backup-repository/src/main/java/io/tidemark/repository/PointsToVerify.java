package io.tidemark.repository;

import io.tidemark.repository.content.DiskContent;
import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.point.Point;
import io.tidemark.repository.verification.Verification;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a verification is about: one point, or all that are there whenever it looks.
///
/// @param point  null for all
record PointsToVerify(@Nullable Point point, Repository repository) implements Verification.Source {

    @Override
    public Verification.Listing list() throws IOException {
        if (point != null) {
            return new Verification.Listing(List.of(point), Map.of(), false);
        }
        PointListing listing = repository.listPoints();
        Map<String, RepositoryException> damaged = new HashMap<>();
        listing.damaged().forEach(each -> damaged.put(each.key(), each.cause()));
        return new Verification.Listing(listing.intact(), damaged, true);
    }

    @Override
    public DiskContent content(Point of, String disk) throws IOException {
        return repository.content(of, disk);
    }
}
