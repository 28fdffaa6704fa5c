package io.tidemark.qcow2;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.qcow2.bitmap.BitmapEditor;
import io.tidemark.qcow2.bitmap.StoredBitmaps;
import io.tidemark.qcow2.check.CheckReport;
import io.tidemark.qcow2.check.ImageCheck;
import io.tidemark.qcow2.failure.BitmapException;
import io.tidemark.qcow2.failure.NoSpaceException;
import io.tidemark.qcow2.source.MemoryImageSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FaultTest {
    @ParameterizedTest
    @MethodSource("io.tidemark.qcow2.ChangeCase#all")
    void eachFailureLeavesTheImageAsItWas(ChangeCase change) throws IOException {
        List<String> old = ChangeCase.bitmaps(change.image());
        List<String> changed = changed(change);
        ByteBuffer content = ChangeCase.content(change.image());
        long leaksBefore = ImageCheck.run(change.image()).leaks();

        boolean failed = true;
        for (int n = 0; failed; n++) {
            FaultySource source = new FaultySource(change.image().copy());
            StoredBitmaps stored = apply(change, source, n, 1);
            failed = source.hasFailed();
            CheckReport report = ImageCheck.run(source.image());
            assertThat(report.corruptions())
                    .as("failure %d: %s", n, report.findings())
                    .isZero();
            assertThat(ChangeCase.content(source.image())).isEqualTo(content);
            assertThat(ChangeCase.bitmaps(source.image()))
                    .as("failure %d", n)
                    .isEqualTo(stored == null ? old : changed);
            if (stored == null || stored.cleanupFailure() == null) {
                assertThat(report.leaks())
                        .as("failure %d: %s", n, report.findings())
                        .isEqualTo(leaksBefore);
            } else {
                boolean leaked = report.leaks() > leaksBefore;
                assertThat(leaked && stored.leakedBytes() == 0).isFalse();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.tidemark.qcow2.ChangeCase#all")
    void twoFailuresLeaveTheOldBitmapsOrSayThatTheyAreUncertain(ChangeCase change) throws IOException {
        List<String> old = ChangeCase.bitmaps(change.image());
        boolean failed = true;
        for (int n = 0; failed; n++) {
            for (int later : new int[] {1, 2, 3, 5, 8}) {
                FaultySource source = new FaultySource(change.image().copy());
                try (Qcow2Image image = ChangeCase.open(source)) {
                    BitmapEditor editor = image.editBitmaps();
                    change.change().accept(editor);
                    source.failTwice(n, later);
                    editor.store();
                } catch (BitmapException uncertain) {
                    assertThat(uncertain.code()).isEqualTo("bitmap-store-uncertain");
                } catch (IOException e) {
                    assertThat(ChangeCase.bitmaps(source.image()))
                            .as("failures %d and %d: %s", n, n + later, e)
                            .isEqualTo(old);
                }
                failed = source.hasFailed();
                assertThat(ImageCheck.run(source.image()).corruptions()).isZero();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.tidemark.qcow2.ChangeCase#all")
    void aFullDiskLeavesTheImageAsItWasAndSaysSo(ChangeCase change) throws IOException {
        List<String> old = ChangeCase.bitmaps(change.image());
        ByteBuffer content = ChangeCase.content(change.image());
        boolean said = false;
        boolean failed = true;
        for (int n = 0; failed; n++) {
            FaultySource source = new FaultySource(change.image().copy()).full();
            try (Qcow2Image image = ChangeCase.open(source)) {
                BitmapEditor editor = image.editBitmaps();
                change.change().accept(editor);
                source.failAt(n, 1);
                try {
                    editor.store();
                } catch (NoSpaceException e) {
                    said = true;
                    assertThat(e).hasMessageContaining("fixture");
                    assertThat(ChangeCase.bitmaps(source.image())).isEqualTo(old);
                } catch (IOException e) {
                    assertThat(ChangeCase.bitmaps(source.image())).isEqualTo(old);
                }
                failed = source.hasFailed();
            }
            assertThat(ChangeCase.content(source.image())).isEqualTo(content);
            assertThat(ImageCheck.run(source.image()).corruptions()).isZero();
        }
        assertThat(said).isTrue();
    }

    @ParameterizedTest
    @MethodSource("io.tidemark.qcow2.ChangeCase#all")
    void readsThatComeInPiecesChangeNothing(ChangeCase change) throws IOException {
        FaultySource source = new FaultySource(change.image().copy()).readingAtMost(509);

        change.apply(source);

        assertThat(ChangeCase.bitmaps(source)).isEqualTo(changed(change));
        assertThat(ImageCheck.run(source).corruptions()).isZero();
    }

    @ParameterizedTest
    @MethodSource("io.tidemark.qcow2.ChangeCase#all")
    void aDeviceThatStopsWorkingLeavesTheOldBitmapsOrTheNewOrSaysThatTheyAreUncertain(ChangeCase change)
            throws IOException {
        List<String> old = ChangeCase.bitmaps(change.image());
        List<String> changed = changed(change);
        ByteBuffer content = ChangeCase.content(change.image());

        boolean failed = true;
        for (int n = 0; failed; n++) {
            FaultySource source = new FaultySource(change.image().copy());
            String outcome = outcome(change, source, n);
            failed = source.hasFailed();
            CheckReport report = ImageCheck.run(source.image());
            assertThat(report.corruptions())
                    .as("failure %d: %s", n, report.findings())
                    .isZero();
            assertThat(ChangeCase.content(source.image())).isEqualTo(content);
            List<String> found = ChangeCase.bitmaps(source.image());
            switch (outcome) {
                case "stored" -> assertThat(found).as("failure %d", n).isEqualTo(changed);
                case "refused" -> assertThat(found).as("failure %d", n).isEqualTo(old);
                default ->
                    assertThat(List.of(old, changed, List.of("void")))
                            .as("failure %d", n)
                            .contains(found);
            }
        }
    }

    /// A store in which all works up to a write or read and nothing after it.
    private static String outcome(ChangeCase change, FaultySource source, long n) throws IOException {
        try (Qcow2Image image = ChangeCase.open(source)) {
            BitmapEditor editor = image.editBitmaps();
            change.change().accept(editor);
            source.failAt(n, Long.MAX_VALUE);
            editor.store();
            return "stored";
        } catch (BitmapException e) {
            return e.problem() == BitmapException.Problem.STORE_UNCERTAIN ? "uncertain" : "refused";
        } catch (IOException e) {
            return "refused";
        }
    }

    @ParameterizedTest
    @MethodSource("io.tidemark.qcow2.ChangeCase#all")
    void anErrorOfTheMachineGivesBackWhatWasTaken(ChangeCase change) throws IOException {
        List<String> old = ChangeCase.bitmaps(change.image());
        List<String> changed = changed(change);
        long leaksBefore = ImageCheck.run(change.image()).leaks();
        boolean failed = true;
        for (int n = 0; failed; n++) {
            FaultySource source = new FaultySource(change.image().copy()).throwingErrors();
            boolean stored = false;
            try (Qcow2Image image = ChangeCase.open(source)) {
                BitmapEditor editor = image.editBitmaps();
                change.change().accept(editor);
                source.failAt(n, 1);
                editor.store();
                stored = true;
            } catch (OutOfMemoryError e) {
                assertThat(e).hasMessageContaining("injected");
            }
            failed = source.hasFailed();
            CheckReport report = ImageCheck.run(source.image());
            assertThat(report.corruptions()).as("%d: %s", n, report.findings()).isZero();
            List<String> found = ChangeCase.bitmaps(source.image());
            if (stored) {
                assertThat(found).isEqualTo(changed);
            } else if (found.equals(old)) {
                assertThat(report.leaks()).as("%d: %s", n, report.findings()).isEqualTo(leaksBefore);
            } else {
                // It struck when the old clusters were given back.
                assertThat(found).isEqualTo(changed);
            }
        }
    }

    private static List<String> changed(ChangeCase change) throws IOException {
        MemoryImageSource copy = change.image().copy();
        change.apply(copy);
        return ChangeCase.bitmaps(copy);
    }

    private static @Nullable StoredBitmaps apply(ChangeCase change, FaultySource source, long n, long times)
            throws IOException {
        try (Qcow2Image image = ChangeCase.open(source)) {
            BitmapEditor editor = image.editBitmaps();
            change.change().accept(editor);
            source.failAt(n, times);
            try {
                return editor.store();
            } catch (IOException e) {
                boolean injected = String.valueOf(e.getMessage()).contains("injected");
                assertThat(injected || e instanceof BitmapException).as("%s", e).isTrue();
                return null;
            }
        }
    }
}
