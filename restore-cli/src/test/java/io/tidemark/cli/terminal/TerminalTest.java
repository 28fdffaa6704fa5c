package io.tidemark.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.engine.EngineException;
import io.tidemark.engine.ExitCode;
import io.tidemark.engine.FailureCode;
import io.tidemark.engine.LogLevel;
import io.tidemark.engine.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private Terminal terminal(boolean json, boolean live) {
        return new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Map.of("EMPTY", " ", "FULL", "x"),
                json,
                live,
                () -> false);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void withJsonOnlyTheDocumentIsOnStandardOutput() {
        Terminal terminal = terminal(true, false);

        terminal.line("for people");
        terminal.say("narration");
        terminal.document(
                json -> json.writeStartObject().writeStringProperty("a", "ü").writeEndObject());

        assertThat(out()).isEqualTo("{\"a\":\"ü\"}\n");
        assertThat(err()).isEqualTo("narration\n");
    }

    @Test
    void onlyTheFirstDocumentIsPrinted() {
        Terminal terminal = terminal(true, false);

        terminal.document(json -> json.writeString("first"));
        Failure.usage("second").report(terminal);

        assertThat(out()).isEqualTo("\"first\"\n");
    }

    @Test
    void aDocumentThatFailsLeavesRoomForTheError() {
        Terminal terminal = terminal(true, false);

        assertThatThrownBy(() -> terminal.document(json -> {
                    json.writeStartArray();
                    throw new IllegalStateException("half way");
                }))
                .hasMessage("half way");
        Failure.usage("told").report(terminal);

        assertThat(out()).isEqualTo("{\"error\":{\"code\":\"usage\",\"message\":\"told\"}}\n");
    }

    @Test
    void anUnfinishedStreamGetsNoErrorBehindIt() throws IOException {
        Terminal terminal = terminal(true, false);

        terminal.stream().write("[{}".getBytes(StandardCharsets.US_ASCII));
        Failure.usage("told").report(terminal);

        assertThat(out()).isEqualTo("[{}");
        assertThat(err()).isEqualTo("tidemark: told [usage]\n");
    }

    @Test
    void namesCannotSteerTheTerminal() {
        Terminal terminal = terminal(false, false);

        terminal.line("machine \u001b[2Jweb1\r\u009b");
        terminal.note("two\nlines");

        assertThat(out()).isEqualTo("machine \uFFFD[2Jweb1\uFFFD\uFFFD\n");
        assertThat(err()).isEqualTo("two\nlines\n");
    }

    @Test
    void blankVariablesCountAsUnset() {
        Terminal terminal = terminal(false, false);

        assertThat(terminal.environment("EMPTY")).isEmpty();
        assertThat(terminal.environment("MISSING")).isEmpty();
        assertThat(terminal.environment("FULL")).contains("x");
    }

    @Test
    void progressIsPaintedOnATerminalOnlyAndWipedAtTheEnd() {
        try (ProgressBar quiet = new ProgressBar(terminal(false, false), "read")) {
            quiet.progress(new Progress(100, 100, 50, 0, 0, 0));
        }
        assertThat(err()).isEmpty();

        try (ProgressBar bar = new ProgressBar(terminal(false, true), "read")) {
            bar.step("read");
            bar.progress(new Progress(4096, 2048, 1024, 10, 2048, 0));
        }
        assertThat(err())
                .contains(" 50 %  1.00 KiB of 2.00 KiB read, 2.00 KiB uploaded")
                .endsWith("\r\u001b[K");
        assertThat(out()).isEmpty();
    }

    @Test
    void warningsAreLinesOfTheirOwn() {
        try (ProgressBar bar = new ProgressBar(terminal(false, false), "read")) {
            bar.log(LogLevel.WARNING, "look here");
        }

        assertThat(err()).isEqualTo("tidemark: warning: look here\n");
    }

    @Test
    void everyFailureCodeKeepsItsNameAndExitCode() {
        for (FailureCode code : FailureCode.values()) {
            Failure failure = Failure.of(new EngineException(code, "why"), false);

            assertThat(failure.code()).isEqualTo(code.wireName());
            assertThat(failure.exitCode()).isEqualTo(code.exitCode());
            assertThat(failure.message()).isEqualTo("why");
        }
    }

    @Test
    void exitCodesAreTheContract() {
        assertThat(FailureCode.REPOSITORY_MISSING.exitCode().number()).isEqualTo(10);
        assertThat(FailureCode.POINT_MISSING.exitCode().number()).isEqualTo(10);
        assertThat(FailureCode.IMAGE_BUSY.exitCode().number()).isEqualTo(11);
        assertThat(FailureCode.WRONG_KEY.exitCode().number()).isEqualTo(12);
        assertThat(FailureCode.CHUNK_CORRUPT.exitCode().number()).isEqualTo(13);
        assertThat(ExitCode.INTERRUPTED.number()).isEqualTo(130);
        assertThat(ExitCode.WARNINGS.number()).isEqualTo(3);
    }

    @Test
    void anInterruptionIsNoFailureOfWhatItBroke() {
        assertThat(Failure.of(new IOException("closed"), true).exitCode()).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(Failure.of(new InterruptedException(), false).code()).isEqualTo("interrupted");
    }

    @Test
    void aMissingFileIsNamed() {
        Failure failure = Failure.of(new NoSuchFileException("/no/image.qcow2"), false);

        assertThat(failure.message()).contains("/no/image.qcow2");
        assertThat(failure.defect()).isNull();
    }

    @Test
    void aDefectShowsItsStackTraceOnStandardErrorAlone() {
        Terminal terminal = terminal(true, false);

        Failure.of(new IllegalStateException("not possible"), false).report(terminal);

        assertThat(out()).contains("\"internal-error\"").doesNotContain("\tat ");
        assertThat(err()).contains("\tat ").endsWith("tidemark: not possible [internal-error]\n");
    }

    @Test
    void sizesAreInTheLargestFittingUnit() {
        assertThat(Sizes.of(0)).isEqualTo("0 B");
        assertThat(Sizes.of(1023)).isEqualTo("1023 B");
        assertThat(Sizes.of(1536)).isEqualTo("1.50 KiB");
        assertThat(Sizes.of(1L << 40)).isEqualTo("1.00 TiB");
        assertThat(Sizes.of(Long.MAX_VALUE)).isEqualTo("8.00 EiB");
    }
}
