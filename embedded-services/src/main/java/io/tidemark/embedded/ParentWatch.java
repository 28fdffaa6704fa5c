package io.tidemark.embedded;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/// Runs another main class and ends this process as soon as its standard input ends.
///
/// The parent holds the other end of that pipe. The kernel closes it when the parent ends, however it ends, so a
/// child started through this class never outlives its parent. It runs from a copy of its class file, so it must
/// not use any other class of ours.
public final class ParentWatch {

    private ParentWatch() {}

    /// Takes the name of the main class to run, and then that class's own arguments.
    public static void main(String[] args) throws ReflectiveOperationException {
        Thread.ofPlatform().daemon().name("parent-watch").start(ParentWatch::endWithParent);
        try {
            Class.forName(args[0]).getMethod("main", String[].class).invoke(null, (Object)
                    Arrays.copyOfRange(args, 1, args.length));
        } catch (InvocationTargetException e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    private static void endWithParent() {
        try {
            while (System.in.read() >= 0) {
                // The parent writes nothing; should it ever do, that means nothing.
            }
        } catch (IOException e) {
            System.err.println("Standard input broke off: " + e.getMessage());
        }
        Runtime.getRuntime().halt(0);
    }
}
