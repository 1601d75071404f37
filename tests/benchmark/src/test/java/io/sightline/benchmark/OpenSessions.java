package io.sightline.benchmark;

import io.sightline.model.InstalledModel;
import io.sightline.model.ModelException;
import io.sightline.model.ModelProcessor;
import io.sightline.model.ModelSession;
import io.sightline.model.SelfTest;
import io.sightline.model.onnx.OnnxSession;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The program of a process in which nothing grows but sessions of one model, opened as the job
 * opens its only one. It writes how much memory the process has that is backed by no file, {@code
 * STEP=KIB}: before anything of ONNX Runtime is loaded, with one session, after many runs of it,
 * with more sessions, and after as many runs of each.
 *
 * <p>Arguments: the model's folder; how many more sessions; how many runs.
 */
public final class OpenSessions {

    private final InstalledModel model;
    private final byte[] bytes;
    private final float[][] inputs;
    private final List<ModelSession> sessions = new ArrayList<>(); // until the process ends

    private OpenSessions(Path folder) throws Exception {
        model = OpenModel.inFolder(folder).get(0);
        try (InputStream in = model.file().openStream()) {
            bytes = in.readAllBytes();
        }
        inputs =
                model.description().inputs().stream()
                        .map(spec -> SelfTest.input(spec.elements()))
                        .toArray(float[][]::new);
    }

    public static void main(String[] arguments) throws Exception {
        OpenSessions open = new OpenSessions(Path.of(arguments[0]));
        int more = Integer.parseInt(arguments[1]);
        int runs = Integer.parseInt(arguments[2]);
        write("none");
        open.have(1);
        write("one");
        open.ask(runs);
        write("one-asked");
        open.have(1 + more);
        write("all");
        open.ask(runs);
        write("all-asked");
        System.exit(0);
    }

    private void have(int count) throws ModelException {
        while (sessions.size() < count) {
            sessions.add(OnnxSession.open(model.description(), bytes, ModelProcessor.CPU));
        }
    }

    private void ask(int runs) throws ModelException {
        for (int run = 0; run < runs; run++) {
            for (ModelSession session : sessions) {
                session.run(inputs);
            }
        }
    }

    private static void write(String step) throws Exception {
        System.gc();
        System.out.println(step + "=" + OpenDecoders.anonymousKib());
    }
}
