package io.tidemark.catalog.machine;

import io.tidemark.catalog.InvalidRequest;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.util.UUID;

/// One virtual disk of a machine.
///
/// @param id        names the disk for good
/// @param name      unique within its machine
/// @param imagePath the active image, an absolute path as the pool's workers see it
@Embeddable
public record Disk(
        @Column(name = "id") UUID id,
        @Column(name = "name") String name,
        @Column(name = "image_path") String imagePath) {
    public Disk {
        if (!imagePath.startsWith("/")) {
            throw new InvalidRequest(
                    "image-path-invalid",
                    "The image of disk \"" + name + "\" must be an absolute path, found \"" + imagePath + "\".");
        }
    }
}
