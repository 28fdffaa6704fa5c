package io.tidemark.cli.terminal;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Ctrl-C (or SIGTERM) as an interruption: the process ends only after the command has cleaned up, or after a minute.
///
/// The command is first only asked: interrupting its thread would close the image it works on and so drop the image's
/// locks in the middle of the clean-up. A command that does not look within ten seconds (a store that does not answer)
/// is interrupted all the same; what it then leaves behind is found by the next run.
public final class SignalInterruption implements Interruption {
    private static final Duration ASK = Duration.ofSeconds(10);
    private static final Duration INSIST = Duration.ofSeconds(50);

    private final Thread command;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean requested;

    private SignalInterruption(Thread command) {
        this.command = command;
    }

    /// Starts watching for signals on behalf of the thread that runs the command.
    public static SignalInterruption watch(Thread command) {
        SignalInterruption interruption = new SignalInterruption(command);
        Runtime.getRuntime().addShutdownHook(new Thread(interruption::stopCommand, "interruption"));
        return interruption;
    }

    @Override
    public boolean requested() {
        return requested;
    }

    /// Ends the process with `exitCode`, or with the signal's own code (130 for Ctrl-C) when a signal came.
    public void end(int exitCode) {
        ended.countDown();
        if (!requested) {
            System.exit(exitCode);
        }
    }

    private void stopCommand() {
        if (ended.getCount() == 0) {
            return;
        }
        requested = true;
        try {
            if (!ended.await(ASK.toMillis(), TimeUnit.MILLISECONDS)) {
                command.interrupt();
                if (!ended.await(INSIST.toMillis(), TimeUnit.MILLISECONDS)) {
                    System.err.println("tidemark: the command did not stop in time; the next run cleans up after it");
                }
            }
        } catch (InterruptedException thrown) {
            Thread.currentThread().interrupt();
        }
    }
}
