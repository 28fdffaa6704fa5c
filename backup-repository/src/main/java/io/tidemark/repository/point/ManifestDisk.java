package io.tidemark.repository.point;

import io.tidemark.repository.chunk.ChunkId;
import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.format.BoundedReader;
import io.tidemark.repository.map.MapRoot;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The record of one disk in a manifest ("Disk record" in `docs/repository-format.md`). Bytes after the last
/// field known are passed over: later versions may add fields that are not needed to restore.
final class ManifestDisk {

    private ManifestDisk() {}

    static byte[] encode(PointDisk disk) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            DiskDescription described = disk.description();
            ManifestField.write(out, described.name());
            out.writeLong(disk.virtualSize());
            ChunkId page = disk.root().page();
            out.writeByte(disk.root().level());
            out.writeByte(page == null ? 0 : 1);
            if (page != null) {
                ManifestField.write(out, page);
            }
            out.writeLong(disk.newChunks());
            out.writeLong(disk.storedBytes());
            out.writeLong(described.changedBytes());
            out.writeLong(described.readBytes());
            ManifestField.write(out, described.mode());
            ManifestField.write(out, described.requestedMode());
            ManifestField.write(out, described.reason());
            PointId base = described.basePoint();
            out.writeByte(base == null ? 0 : 1);
            if (base != null) {
                ManifestField.write(out, base.id());
            }
            ManifestField.write(out, described.sourcePath());
            ManifestField.write(out, described.sourceFormat());
            out.writeLong(described.markGranularity());
            out.writeShort(described.backing().size());
            for (BackingIdentity image : described.backing()) {
                ManifestField.write(out, image.path());
                ManifestField.write(out, image.format());
                out.writeLong(image.fileLength());
                ManifestField.write(out, image.modifiedAt());
            }
        }
        return bytes.toByteArray();
    }

    static PointDisk parse(BoundedReader in) throws ObjectCorruptException {
        String name = text(in, "a disk's name");
        long virtualSize = in.size("virtual size");
        int level = in.u8("level of the map's root");
        MapRoot root = new MapRoot(
                level,
                flag(in, "presence of a root page") ? ChunkId.from(in.bytes(ChunkId.LENGTH, "root page")) : null);
        long newChunks = in.size("new chunks");
        long storedBytes = in.size("stored bytes");
        long changedBytes = in.size("changed bytes");
        long readBytes = in.size("read bytes");
        String mode = text(in, "mode");
        String requestedMode = text(in, "requested mode");
        String reason = text(in, "reason");
        @Nullable PointId base = flag(in, "presence of a base point") ? new PointId(in.uuid("base point")) : null;
        String sourcePath = text(in, "path of the image");
        String sourceFormat = text(in, "format of the image");
        long granularity = in.size("granularity of the mark");
        List<BackingIdentity> backing = backing(in);
        DiskDescription described = new DiskDescription(
                name,
                sourcePath,
                sourceFormat,
                granularity,
                backing,
                mode,
                requestedMode,
                reason,
                base,
                changedBytes,
                readBytes);
        return new PointDisk(virtualSize, root, newChunks, storedBytes, described);
    }

    private static List<BackingIdentity> backing(BoundedReader in) throws ObjectCorruptException {
        List<BackingIdentity> backing = new ArrayList<>();
        int count = in.u16("number of backing images");
        for (int i = 0; i < count; i++) {
            backing.add(new BackingIdentity(
                    text(in, "path of a backing image"),
                    text(in, "format of a backing image"),
                    in.size("length of a backing image"),
                    ManifestField.instant(in)));
        }
        return backing;
    }

    private static String text(BoundedReader in, String what) throws ObjectCorruptException {
        return in.text(PointText.MAX_BYTES, what);
    }

    private static boolean flag(BoundedReader in, String what) throws ObjectCorruptException {
        int value = in.u8(what);
        if (value > 1) {
            throw in.corrupt(1, what + " as 0 or 1", Integer.toString(value));
        }
        return value == 1;
    }
}
