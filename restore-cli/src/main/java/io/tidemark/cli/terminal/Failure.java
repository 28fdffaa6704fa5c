package io.tidemark.cli.terminal;

import io.tidemark.engine.EngineException;
import io.tidemark.engine.ExitCode;
import io.tidemark.engine.FailureCode;
import io.tidemark.qcow2.failure.BitmapException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/// How a command failed, in the three forms its callers need.
///
/// @param exitCode what the process ends with
/// @param code the stable name for programs, the same as in the server's problem details
/// @param message for people: what, where, expected and found, and what to do
/// @param defect the stack trace when this is a defect of Tidemark and not a failure of what it works with, else null
public record Failure(
        ExitCode exitCode,
        String code,
        String message,
        @Nullable String defect) {
    /// A command line that cannot be understood.
    public static Failure usage(String message) {
        return new Failure(ExitCode.USAGE, "usage", message, null);
    }

    /// Names what was thrown.
    ///
    /// @param interrupted whether Ctrl-C came before it: then whatever broke in its wake is no failure of its own
    public static Failure of(Throwable thrown, boolean interrupted) {
        if (interrupted || thrown instanceof InterruptedException) {
            return new Failure(ExitCode.INTERRUPTED, "interrupted", "interrupted", null);
        }
        return switch (thrown) {
            case CommandFailure failure -> new Failure(failure.exitCode(), failure.code(), message(failure), null);
            case EngineException failure -> of(failure);
            case BitmapException failure -> of(failure);
            case IOException failure -> of(EngineException.of(failure));
            default ->
                new Failure(ExitCode.FAILED, FailureCode.INTERNAL.wireName(), message(thrown), stackTrace(thrown));
        };
    }

    /// Tells of the failure: with `--json` as the one document on standard output, and always as a line for people
    /// that ends with the code, which is what to search the documentation for.
    public void report(Terminal terminal) {
        terminal.document(json -> {
            json.writeStartObject();
            json.writeObjectPropertyStart("error");
            json.writeStringProperty("code", code);
            json.writeStringProperty("message", message);
            json.writeEndObject();
            json.writeEndObject();
        });
        if (defect != null) {
            terminal.note(defect.stripTrailing());
        }
        terminal.note("tidemark: " + message + " [" + code + "]");
    }

    /// Who works on bitmaps by name is told which way it failed; to a run all of them are one failure of its mark.
    private static Failure of(BitmapException failure) {
        ExitCode exitCode = switch (failure.problem()) {
            case INVALID, DIRECTORY_INVALID -> ExitCode.CORRUPT;
            case MISSING, EXISTS, IN_USE, INVALIDATED, NOT_RECORDING, LIMIT, NOT_WRITABLE, STORE_UNCERTAIN ->
                ExitCode.FAILED;
        };
        return new Failure(exitCode, failure.code(), message(failure), null);
    }

    private static Failure of(EngineException failure) {
        FailureCode code = failure.code();
        String defect = code == FailureCode.INTERNAL ? stackTrace(failure) : null;
        return new Failure(code.exitCode(), code.wireName(), message(failure), defect);
    }

    private static String message(Throwable thrown) {
        String message = thrown.getMessage();
        return message == null || message.isBlank() ? thrown.getClass().getSimpleName() : message;
    }

    private static String stackTrace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
