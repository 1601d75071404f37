package io.sightline.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns Ctrl-C and a request to terminate into a wish that the run may follow in its own time:
 * while the process shuts down, it would be too late to end a job cleanly. A second Ctrl-C ends the
 * process at once.
 *
 * <p>Signals are reached by reflection, since a platform need not have them; without, a shutdown
 * hook holds the process until the run has ended.
 */
final class StopSignal implements AutoCloseable {

    private static final int INTERRUPTED_STATUS = 130; // as shells report it
    private static final long HOOK_WAITS_SECONDS = 30;

    private final CountDownLatch wanted = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    private StopSignal() {}

    static StopSignal install() {
        StopSignal stop = new StopSignal();
        boolean interrupt = stop.listenTo("INT");
        boolean terminate = stop.listenTo("TERM");
        stop.listenTo("HUP"); // the terminal was closed
        if (!interrupt && !terminate) {
            Runtime.getRuntime().addShutdownHook(new Thread(stop::shutDown, "stop"));
        }
        return stop;
    }

    boolean isWanted() {
        return wanted.getCount() == 0;
    }

    private void onSignal() {
        if (isWanted()) {
            Runtime.getRuntime().halt(INTERRUPTED_STATUS);
        }
        wanted.countDown();
    }

    private void shutDown() {
        wanted.countDown();
        try {
            if (!ended.await(HOOK_WAITS_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("sightline: the run did not end in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The run has ended. */
    @Override
    public void close() {
        ended.countDown();
    }

    private boolean listenTo(String name) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object listener =
                    Proxy.newProxyInstance(
                            StopSignal.class.getClassLoader(),
                            new Class<?>[] {handler},
                            (proxy, method, arguments) -> {
                                switch (method.getName()) {
                                    case "handle" -> onSignal();
                                    case "hashCode" -> {
                                        return System.identityHashCode(proxy);
                                    }
                                    case "equals" -> {
                                        return proxy == arguments[0];
                                    }
                                    default -> {
                                        return "stop";
                                    }
                                }
                                return null;
                            });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), listener);
            return true;
        } catch (ClassNotFoundException
                | NoSuchMethodException
                | InstantiationException
                | IllegalAccessException
                | InvocationTargetException e) {
            return false; // not on this platform, or the signal belongs to somebody else
        }
    }
}
