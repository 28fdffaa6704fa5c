package io.tidemark.qcow2;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.qcow2.bitmap.BitmapEditor;
import io.tidemark.qcow2.bitmap.DirtyBitmap;
import io.tidemark.qcow2.bitmap.StoredBitmaps;
import io.tidemark.qcow2.source.Access;
import io.tidemark.qcow2.source.ImageResolver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;

/// The bitmaps of an image file that QEMU made, as this library sees and changes them.
record OurBitmaps(QemuImage image) {
    /// Where QEMU puts the data of the bitmaps extension in clusters larger than 4 KiB.
    static final int EXTENSION = 512;

    static final int DIRECTORY_OFFSET = EXTENSION + 16;

    /// Where the byte with the autoclear bits is.
    static final int AUTOCLEAR = 95;

    List<DirtyBitmap> all() throws IOException {
        try (Qcow2Image ours = open(Access.READ)) {
            return ours.bitmaps();
        }
    }

    DirtyBitmap get(String name) throws IOException {
        return all().stream()
                .filter(bitmap -> bitmap.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    List<String> dirty(String name) throws IOException {
        try (Qcow2Image ours = open(Access.READ)) {
            return ChangeCase.dirty(ours, ours.bitmap(name).orElseThrow());
        }
    }

    OurBitmaps edit(Consumer<BitmapEditor> change) throws IOException {
        try (Qcow2Image ours = open(Access.WRITE)) {
            BitmapEditor editor = ours.editBitmaps();
            change.accept(editor);
            assertThat(editor.store()).isEqualTo(new StoredBitmaps(0, null));
        }
        return this;
    }

    Qcow2Image open(Access access) throws IOException {
        return Qcow2Image.open(
                image.path(), access, ImageResolver.within(List.of(image.path().getParent())));
    }

    /// What every case ends with: the bits are those QEMU sees; cleared by us the image is clean, and QEMU
    /// records in it again.
    ///
    /// @return the ranges that were dirty
    List<List<String>> agree(List<String> names) throws IOException {
        List<List<String>> dirty = image.dirty(names);
        for (int i = 0; i < names.size(); i++) {
            assertThat(dirty(names.get(i))).as(names.get(i)).isEqualTo(dirty.get(i));
        }
        edit(editor -> names.forEach(editor::clear));
        assertThat(image.check()).isZero();
        for (String name : names) {
            assertThat(dirty(name)).isEmpty();
        }
        image.io("write 0 512");
        for (String name : names) {
            assertThat(dirty(name)).hasSize(1);
        }
        return dirty;
    }

    List<String> agree(String name) throws IOException {
        return agree(List.of(name)).getFirst();
    }

    /// Overwrites a few bytes of the file.
    OurBitmaps patch(long position, byte... bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(image.path(), StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes), position);
        }
        return this;
    }

    /// A big-endian word of the file.
    long word(long position) throws IOException {
        ByteBuffer word = ByteBuffer.allocate(Long.BYTES);
        try (FileChannel channel = FileChannel.open(image.path(), StandardOpenOption.READ)) {
            channel.read(word, position);
        }
        return word.getLong(0);
    }
}
