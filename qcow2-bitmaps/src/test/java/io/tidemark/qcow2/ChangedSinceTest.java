package io.tidemark.qcow2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.qcow2.bitmap.DirtyBitmap;
import io.tidemark.qcow2.bitmap.RangeCursor;
import io.tidemark.qcow2.failure.BitmapException;
import io.tidemark.qcow2.failure.BitmapException.Problem;
import io.tidemark.qcow2.source.Access;
import io.tidemark.qcow2.source.ByteRange;
import io.tidemark.qcow2.source.ImageResolver;
import io.tidemark.testing.QemuTest;
import io.tidemark.testing.QemuTools;
import io.tidemark.testing.Seeded;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QemuTest
@Seeded
class ChangedSinceTest {
    private static final int MEBIBYTE = 1 << 20;

    @TempDir
    private Path folder;

    @Test
    void anOverlaysChangesAreWhatItHoldsAndTheBitsBelow() throws IOException {
        QemuImage base = QemuImage.create(folder.resolve("base"), "", "9M");
        base.io("write -P 1 0 9M").bitmap("mark", "--add").io("write -P 2 1M 64k");
        QemuImage top = over(base, "top", "", "9M");
        top.io("write -P 3 2M 64k", "write -z 4M 128k", "write -P 4 2176k 64k", "discard 6M 64k");

        assertThat(changed(top, 1))
                .containsExactly("1048576+65536", "2097152+65536", "2228224+65536", "4194304+131072", "6291456+65536");
    }

    @Test
    void aPartOfAClusterOfAnOverlayCountsBySubclusters() throws IOException {
        QemuImage base = QemuImage.create(folder.resolve("base"), "", "9M");
        base.bitmap("mark", "--add");
        QemuImage top = over(base, "top", "extended_l2=on,cluster_size=128k", "9M");
        top.io("write -P 3 1M 4k", "write -z 1032k 4k");

        assertThat(changed(top, 1)).containsExactly("1048576+4096", "1056768+4096");
    }

    @Test
    void whatAShorterImageInBetweenHidesCountsAsChanged() throws IOException {
        QemuImage base = QemuImage.create(folder.resolve("base"), "", "9M");
        base.io("write -P 1 0 9M").bitmap("mark", "--add");
        QemuImage middle = over(base, "middle", "", "5M");
        QemuImage top = over(middle, "top", "", "9M");
        top.io("write -P 3 1M 64k");

        assertThat(changed(top, 2)).containsExactly("1048576+65536", "5242880+4194304");
        QemuImage longer = over(base, "longer", "", "12M");
        assertThat(changed(longer, 1)).containsExactly("9437184+3145728");
        QemuImage shorter = over(base, "shorter", "", "5M");
        base.io("write -P 5 8M 64k", "write -P 5 5056k 128k");
        assertThat(changed(shorter, 1)).containsExactly("5177344+65536");
    }

    @Test
    void aCommitOfTheOverlayIsInTheBitsBelow() throws IOException {
        QemuImage base = QemuImage.create(folder.resolve("base"), "", "9M");
        base.bitmap("mark", "--add");
        QemuImage top = over(base, "top", "", "9M");
        top.io("write -P 3 1M 64k");

        QemuTools.succeed("qemu-img", "commit", "-q", "-f", "qcow2", top.path().toString());

        assertThat(changed(top, 1)).containsExactly("1048576+65536");
    }

    @Test
    void whatDoesNotRecordOrIsNotThereIsRefused() throws IOException {
        QemuImage base = QemuImage.create(folder.resolve("base"), "", "9M");
        base.bitmap("mark", "--add").bitmap("off", "--add").bitmap("off", "--disable");
        Path raw = folder.resolve("raw");
        QemuTools.succeed("qemu-img", "create", "-q", "-f", "raw", raw.toString(), "9M");
        QemuImage onRaw = QemuImage.createOn(raw, "raw", folder.resolve("on raw"), "", "9M");

        try (Qcow2Image image = open(over(base, "top", "", "9M"))) {
            LayerBitmaps below = image.layerBitmaps(1);
            assertThat(below.valid()).isTrue();
            assertThat(below.bitmaps()).extracting(DirtyBitmap::name).containsExactly("mark", "off");
            assertThat(image.layerBitmaps(0).bitmaps()).isEmpty();
            assertThatThrownBy(() -> below.changedSince(below.bitmaps().getLast()))
                    .isInstanceOfSatisfying(
                            BitmapException.class, e -> assertThat(e.problem()).isEqualTo(Problem.NOT_RECORDING));
            DirtyBitmap mark = below.bitmaps().getFirst();
            assertThatThrownBy(() -> image.layerBitmaps(0).changedSince(mark)).isInstanceOf(BitmapException.class);
            try (Qcow2Image other = open(onRaw)) {
                assertThat(other.layerBitmaps(1).bitmaps()).isEmpty();
                assertThatThrownBy(() -> other.layerBitmaps(1).changedSince(mark))
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    /// The judge is the guest's own bytes: whatever differs from how they were must be in the changed set.
    @RepeatedTest(6)
    void noChangeDownAChainIsEverMissed(RandomGenerator random) throws IOException {
        QemuImage below = QemuImage.create(folder.resolve("bottom"), "", "7M");
        QemuImage holder = below;
        if (random.nextBoolean()) {
            below.io(writes(random));
            holder = over(below, "holder", options(random), "8M");
        }
        holder.io(writes(random));
        byte[] then = holder.content();
        holder.bitmap("mark", "--add", "-g", String.valueOf(512 << random.nextInt(10)))
                .io(writes(random));
        int depth = random.nextInt(1, 4);
        QemuImage top = holder;
        for (int i = 0; i < depth; i++) {
            top = over(top, "overlay " + i, options(random), random.nextInt(6, 11) + "M");
            top.io(writes(random));
        }
        byte[] now = top.content();

        boolean[] told = new boolean[now.length];
        try (Qcow2Image image = open(top)) {
            LayerBitmaps marked = image.layerBitmaps(depth);
            RangeCursor cursor = marked.changedSince(marked.bitmaps().getFirst());
            long last = -1;
            for (ByteRange range = cursor.next(); range != null; range = cursor.next()) {
                assertThat(range.start()).isGreaterThan(last);
                assertThat(range.end()).isLessThanOrEqualTo(now.length);
                Arrays.fill(told, (int) range.start(), (int) range.end(), true);
                last = range.end();
            }
        }
        for (int i = 0; i < now.length; i++) {
            if (!told[i] && now[i] != (i < then.length ? then[i] : 0)) {
                throw new AssertionError("the change at %d is missed".formatted(i));
            }
        }
    }

    private QemuImage over(QemuImage below, String name, String options, String size) {
        return QemuImage.createOn(below.path(), "qcow2", folder.resolve(name), options, size);
    }

    private static String options(RandomGenerator random) {
        return List.of("", "cluster_size=512", "cluster_size=2M", "extended_l2=on", "cluster_size=4k")
                .get(random.nextInt(5));
    }

    private static String[] writes(RandomGenerator random) {
        List<String> commands = new ArrayList<>();
        for (int i = random.nextInt(1, 9); i > 0; i--) {
            long start = random.nextLong(6L * MEBIBYTE / 512 - 400) * 512;
            long length = 512L * random.nextInt(1, 400);
            commands.add(
                    switch (random.nextInt(4)) {
                        case 0 -> "write -z %d %d".formatted(start, length);
                        case 1 -> "discard %d %d".formatted(start, length);
                        default -> "write -P %d %d %d".formatted(random.nextInt(1, 256), start, length);
                    });
        }
        return commands.toArray(String[]::new);
    }

    private static List<String> changed(QemuImage top, int depth) throws IOException {
        try (Qcow2Image image = open(top)) {
            LayerBitmaps marked = image.layerBitmaps(depth);
            RangeCursor cursor = marked.changedSince(marked.bitmaps().getFirst());
            List<String> ranges = new ArrayList<>();
            for (ByteRange range = cursor.next(); range != null; range = cursor.next()) {
                ranges.add(range.start() + "+" + range.length());
            }
            return ranges;
        }
    }

    private static Qcow2Image open(QemuImage image) throws IOException {
        return Qcow2Image.open(
                image.path(),
                Access.READ,
                ImageResolver.within(List.of(image.path().getParent())));
    }
}
