package io.tidemark.qcow2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.qcow2.bitmap.Recording;
import io.tidemark.qcow2.check.ImageCheck;
import io.tidemark.qcow2.failure.BitmapException;
import io.tidemark.qcow2.failure.BitmapException.Problem;
import io.tidemark.qcow2.source.ByteRange;
import io.tidemark.qcow2.source.MemoryImageSource;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class BitmapLimitsTest {
    @Test
    @Timeout(30)
    void asManyBitmapsAsTheFormatAllowsAreHandledInBoundedTime() throws IOException {
        MemoryImageSource source =
                new ImageFixture(9, 4).features(0, 0, 0).build().source();
        try (Qcow2Image image = ChangeCase.open(source)) {
            var editor = image.editBitmaps();
            IntStream.range(0, 65535).forEach(i -> editor.add("bitmap " + i, 65536, Recording.ON));
            editor.mark("bitmap 65534", List.of(new ByteRange(0, 1))).store();

            assertThat(image.bitmaps()).hasSize(65535);
            assertThatThrownBy(() -> image.editBitmaps()
                            .add("one more", 65536, Recording.ON)
                            .store())
                    .isInstanceOfSatisfying(
                            BitmapException.class, e -> assertThat(e.problem()).isEqualTo(Problem.LIMIT));
            image.editBitmaps()
                    .remove("bitmap 7")
                    .add("one more", 512, Recording.ON)
                    .merge("bitmap 65534", "one more")
                    .store();
            for (int i = 65000; i < 65005; i++) {
                assertThat(ChangeCase.dirty(image, image.bitmap("bitmap " + i).orElseThrow()))
                        .isEmpty();
            }
            assertThat(ChangeCase.dirty(image, image.bitmap("one more").orElseThrow()))
                    .containsExactly("0+65536");
            var last = image.editBitmaps();
            image.bitmaps().forEach(bitmap -> last.remove(bitmap.name()));
            last.store();
            assertThat(image.bitmaps()).isEmpty();
        }
        assertThat(ImageCheck.run(source).clean()).isTrue();
    }
}
