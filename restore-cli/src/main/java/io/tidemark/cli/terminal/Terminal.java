package io.tidemark.cli.terminal;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Where a command speaks: results go to standard output, everything else (progress, warnings, errors) to standard
/// error. With `--json` standard output carries exactly one JSON document and [#line] says nothing.
///
/// Also the command's view of its environment, so that a test can give it another one.
public final class Terminal {
    private final PrintStream out;
    private final PrintStream err;
    private final Map<String, String> environment;
    private final boolean json;
    private final boolean live;
    private final Interruption interruption;
    private final SecretPrompt prompt;
    private boolean begun;

    /// @param live whether standard error is a terminal that shows a progress bar
    public Terminal(
            PrintStream out,
            PrintStream err,
            Map<String, String> environment,
            boolean json,
            boolean live,
            Interruption interruption) {
        this(out, err, environment, json, live, interruption, _ -> null);
    }

    /// As above, with somebody who can be asked.
    public Terminal(
            PrintStream out,
            PrintStream err,
            Map<String, String> environment,
            boolean json,
            boolean live,
            Interruption interruption,
            SecretPrompt prompt) {
        this.prompt = prompt;
        this.out = out;
        this.err = err;
        this.environment = Map.copyOf(environment);
        this.json = json;
        this.live = live;
        this.interruption = interruption;
    }

    /// The terminal of this process. The launcher tells by the property `tidemark.terminal` whether standard error is
    /// a terminal: Java cannot ask that of standard error alone.
    public static Terminal ofProcess(boolean json, Interruption interruption) {
        boolean live = Boolean.getBoolean("tidemark.terminal");
        return new Terminal(
                System.out, System.err, System.getenv(), json, live, interruption, SecretPrompt.ofProcess());
    }

    /// Whether the one who started us wants a JSON document.
    public boolean json() {
        return json;
    }

    /// Whether standard error can show a line that changes.
    public boolean live() {
        return live;
    }

    /// Whether Ctrl-C (or another signal to end) came; see [Interruption].
    public boolean interrupted() {
        return interruption.requested();
    }

    /// Asks for a secret, which is not shown while it is typed.
    ///
    /// @return what was typed, for the caller to wipe; nothing if there is nobody to ask
    public Optional<char[]> askSecretly(String question) {
        return Optional.ofNullable(prompt.ask(question));
    }

    /// An environment variable; empty when unset or blank.
    public Optional<String> environment(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    /// What an option says, else what an environment variable does; empty when neither says anything.
    public Optional<String> given(@Nullable String option, String variable) {
        return Optional.ofNullable(option).or(() -> environment(variable));
    }

    /// Prints a line of the result for people; nothing with `--json`.
    public void line(String text) {
        if (!json) {
            out.println(printable(text));
        }
    }

    /// Prints a line of narration: part of the result for people, beside it with `--json`.
    public void say(String text) {
        (json ? err : out).println(printable(text));
    }

    /// Prints a line beside the result, to standard error.
    public void note(String text) {
        err.println(printable(text));
    }

    /// Writes to standard error without ending the line: the progress bar's own.
    void paint(String text) {
        err.print(text);
        err.flush();
    }

    /// Prints one JSON document to standard output when `--json` was given. Nothing of it is
    /// printed when `content` throws, and nothing when a document is out already.
    public void document(Consumer<JsonGenerator> content) {
        if (!json || begun) {
            return;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator generator = generator(bytes)) {
            content.accept(generator);
        }
        bytes.write('\n');
        begun = true;
        out.writeBytes(bytes.toByteArray());
        out.flush();
    }

    /// Standard output itself, for a document that is too long to be kept in memory. Once a byte of it is out, no other
    /// document follows: after a failure it stays unfinished.
    public OutputStream stream() {
        return new FilterOutputStream(out) {
            @Override
            public void write(int b) throws IOException {
                begun = true;
                super.write(b);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                begun = true;
                out.write(bytes, offset, length);
            }
        };
    }

    /// Names of machines, files and bitmaps come from others: what would steer the terminal is shown as a mark instead.
    private static String printable(String text) {
        StringBuilder safe = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c) && c != '\n' && c != '\t') {
                safe = safe == null ? new StringBuilder(text) : safe;
                safe.setCharAt(i, '\uFFFD');
            }
        }
        return safe == null ? text : safe.toString();
    }

    /// Standard output for text that somebody else lays out, such as help.
    public PrintWriter writer() {
        return new PrintWriter(out, true, out.charset());
    }

    /// Whether standard output took everything so far: false on a full disk or a closed pipe.
    public boolean delivered() {
        return !out.checkError();
    }

    private static JsonGenerator generator(ByteArrayOutputStream bytes) {
        return new JsonFactory().createGenerator(ObjectWriteContext.empty(), bytes);
    }
}
