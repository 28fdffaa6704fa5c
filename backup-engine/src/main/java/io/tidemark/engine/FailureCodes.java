package io.tidemark.engine;

import io.tidemark.engine.pipeline.RunCancelledException;
import io.tidemark.engine.restore.DiskFullException;
import io.tidemark.engine.restore.TargetExistsException;
import io.tidemark.qcow2.failure.BitmapException;
import io.tidemark.qcow2.failure.NoSpaceException;
import io.tidemark.qcow2.failure.Qcow2Exception;
import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.store.ObjectTooLargeException;
import io.tidemark.repository.store.ObjectTooShortException;
import io.tidemark.repository.store.StoreException;
import io.tidemark.repository.store.StoreInterruptedException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/// The one place where failures of the layers below get their code and, where Java's own are too terse, their
/// message.
final class FailureCodes {
    private FailureCodes() {}

    static FailureCode of(Throwable failure) {
        return switch (failure) {
            case EngineException e -> e.code();
            case RunCancelledException _, StoreInterruptedException _, InterruptedException _ -> FailureCode.CANCELLED;
            case DiskFullException _, NoSpaceException _ -> FailureCode.DISK_FULL;
            case TargetExistsException _, FileAlreadyExistsException _ -> FailureCode.TARGET_EXISTS;
            case PathNotAllowedException _ -> FailureCode.PATH_NOT_ALLOWED;
            case BitmapException _ -> FailureCode.MARK_FAILED;
            case Qcow2Exception e -> named(e.code());
            case RepositoryException e -> named(e.code());
            case ObjectTooShortException _, ObjectTooLargeException _ -> FailureCode.OBJECT_CORRUPT;
            case StoreException e -> named(e.code());
            case NoSuchFileException _, NotDirectoryException _ -> FailureCode.FILE_MISSING;
            case AccessDeniedException _ -> FailureCode.FILE_ACCESS_DENIED;
            case IOException _ -> FailureCode.IO_ERROR;
            default -> FailureCode.INTERNAL;
        };
    }

    static String message(Throwable failure) {
        String given = failure.getMessage();
        return switch (failure) {
            case NoSuchFileException e
            when e.getReason() == null ->
                "There is no file " + e.getFile() + ". Check the path, and that its file system is mounted.";
            case NotDirectoryException e -> e.getFile() + " is not a directory. Check the path.";
            case AccessDeniedException e
            when e.getReason() == null ->
                "Access to " + e.getFile() + " is denied. Check the file's permissions and the user Tidemark runs as.";
            default -> given == null || given.isBlank() ? failure.getClass().getSimpleName() : given;
        };
    }

    /// The layers below use the same names; one that is not known here is a plain failure.
    private static FailureCode named(String wireName) {
        for (FailureCode code : FailureCode.values()) {
            if (code.wireName().equals(wireName)) {
                return code;
            }
        }
        return FailureCode.IO_ERROR;
    }
}
