package io.tidemark.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.engine.pipeline.RunCancelledException;
import io.tidemark.qcow2.failure.BitmapException;
import io.tidemark.qcow2.failure.ImageBusyException;
import io.tidemark.qcow2.failure.ImageChangedException;
import io.tidemark.qcow2.failure.ImageNotAllowedException;
import io.tidemark.qcow2.failure.NoSpaceException;
import io.tidemark.qcow2.failure.Qcow2FormatException;
import io.tidemark.qcow2.failure.UnsupportedImageException;
import io.tidemark.repository.error.KeyMissingException;
import io.tidemark.repository.error.KeyNeededException;
import io.tidemark.repository.error.NotSealedException;
import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.error.PassphraseKnownException;
import io.tidemark.repository.error.PassphraseMissingException;
import io.tidemark.repository.error.PointIntactException;
import io.tidemark.repository.error.RepositoryMissingException;
import io.tidemark.repository.error.WrongKeyException;
import io.tidemark.repository.store.BucketMissingException;
import io.tidemark.repository.store.EndpointInvalidException;
import io.tidemark.repository.store.LocksMissingException;
import io.tidemark.repository.store.ObjectMissingException;
import io.tidemark.repository.store.ObjectTooShortException;
import io.tidemark.repository.store.StoreAccessDeniedException;
import io.tidemark.repository.store.StoreException;
import io.tidemark.repository.store.StoreInterruptedException;
import io.tidemark.repository.store.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailureCodesTest {
    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new ImageBusyException("i", "locked", "Wait."), "image-busy", 11),
                Arguments.of(new ImageChangedException("i", "changed"), "image-changed", 11),
                Arguments.of(Qcow2FormatException.corrupt("i", 0, "x", "y", "z"), "image-corrupt", 13),
                Arguments.of(Qcow2FormatException.truncated("i", 0, 1, "x", 0), "image-truncated", 13),
                Arguments.of(new UnsupportedImageException("i", "x", "y"), "image-unsupported", 1),
                Arguments.of(new ImageNotAllowedException("x", "y"), "path-not-allowed", 1),
                Arguments.of(new BitmapException(BitmapException.Problem.STORE_UNCERTAIN, "i", "x"), "mark-failed", 1),
                Arguments.of(new NoSpaceException("f", 0, 1, new IOException("full")), "disk-full", 1),
                Arguments.of(new RepositoryMissingException("there", null), "repository-missing", 10),
                Arguments.of(new WrongKeyException("there", 1, 0), "wrong-key", 12),
                Arguments.of(new PassphraseMissingException("there"), "passphrase-missing", 12),
                Arguments.of(new PassphraseKnownException("there", "k", "safe"), "passphrase-known", 1),
                Arguments.of(new NotSealedException("there"), "not-sealed", 2),
                Arguments.of(new PointIntactException("p"), "point-intact", 2),
                Arguments.of(new KeyMissingException("k", "there"), "key-missing", 10),
                Arguments.of(new KeyNeededException("k", "there"), "key-needed", 1),
                Arguments.of(new ObjectCorruptException("k", 0, "x", "y"), "object-corrupt", 13),
                Arguments.of(new ObjectMissingException("x", null), "object-missing", 13),
                Arguments.of(new ObjectTooShortException("x", null), "object-corrupt", 13),
                Arguments.of(new LocksMissingException("x"), "locks-missing", 1),
                Arguments.of(new BucketMissingException("x", null), "bucket-missing", 10),
                Arguments.of(new EndpointInvalidException("x", null), "endpoint-invalid", 2),
                Arguments.of(new StoreAccessDeniedException("x", null), "store-access-denied", 1),
                Arguments.of(new StoreUnavailableException("x", null), "store-unavailable", 1),
                Arguments.of(new StoreException("x", null), "store-failed", 1),
                Arguments.of(new StoreInterruptedException("x", null), "cancelled", 130),
                Arguments.of(new RunCancelledException(), "cancelled", 130),
                Arguments.of(new NoSuchFileException("/x"), "file-missing", 10),
                Arguments.of(new AccessDeniedException("/x"), "file-access-denied", 1),
                Arguments.of(new IOException("x"), "io-error", 1),
                Arguments.of(new OutOfMemoryError("x"), "internal-error", 1));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void everyFailureBelowHasACodeAndKeepsItsCause(Throwable failure, String wireName, int exitCode) {
        EngineException told = EngineException.of(failure);

        assertThat(told.code().wireName()).isEqualTo(wireName);
        assertThat(told.code().exitCode().number()).isEqualTo(exitCode);
        assertThat(told).hasCause(failure);
        assertThat(told.getMessage()).contains(String.valueOf(failure.getMessage()));
    }

    @Test
    void anEngineExceptionStaysItself() {
        EngineException failure = new EngineException(FailureCode.DISK_MISSING, "no disk");

        assertThat(EngineException.of(failure)).isSameAs(failure);
    }

    @Test
    void theOperatingSystemsTerseMessagesAreExplained() {
        assertThat(EngineException.of(new NoSuchFileException("/vm/disk.qcow2")))
                .hasMessage("There is no file /vm/disk.qcow2. Check the path, and that its file system is mounted.");
        assertThat(EngineException.of(new AccessDeniedException("/vm/disk.qcow2")))
                .hasMessageContaining("permissions");
        assertThat(EngineException.of(new IllegalStateException())).hasMessage("IllegalStateException");
    }

    @Test
    void wireNamesAreUniqueLowerCaseWords() {
        assertThat(Arrays.stream(FailureCode.values()).map(FailureCode::wireName))
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z]+(-[a-z]+)*"));
    }
}
