package io.sightline.benchmark;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.sightline.model.InstalledModel;
import io.sightline.model.ModelFinder;
import io.sightline.model.SelfTest;
import io.sightline.model.TensorSpec;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A model opened as the job opens it, but for a batch and a number of threads of one's choice. It
 * is asked by the thread that opened it. Ownership: the opener closes it.
 */
final class OpenModel implements AutoCloseable {

    private static final Path THREADS = Path.of("/proc/self/task");

    private final OrtSession session; // owned
    private final Map<String, OnnxTensor> inputs = new LinkedHashMap<>(); // owned
    private final List<Path> helpers; // threads of ONNX Runtime beside the one that asks

    private OpenModel(InstalledModel model, int batch, int threads) throws Exception {
        OrtEnvironment environment = OrtEnvironment.getEnvironment("sightline");
        List<Path> before = ownThreads();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            options.setCPUArenaAllocator(false);
            session = environment.createSession(OnnxBatch.of(bytes(model), batch), options);
        }
        helpers = new ArrayList<>(ownThreads());
        helpers.removeAll(before);
        if (helpers.size() != threads - 1) {
            throw new IllegalStateException(helpers + " are not all threads but one of " + threads);
        }
        for (TensorSpec spec : model.description().inputs()) {
            long[] shape = spec.dimensions();
            shape[0] = batch;
            inputs.put(
                    spec.name(),
                    OnnxTensor.createTensor(environment, repeated(spec, batch), shape));
        }
    }

    static OpenModel open(InstalledModel model, int batch, int threads) throws Exception {
        return new OpenModel(model, batch, threads);
    }

    /** The models of a folder, and no other. */
    static List<InstalledModel> inFolder(Path folder) {
        ClassLoader nothing = new URLClassLoader(new URL[0], null);
        ModelFinder found = ModelFinder.find(nothing, List.of(folder));
        if (!found.problems().isEmpty()) {
            throw new IllegalArgumentException(found.problems().toString());
        }
        return found.models();
    }

    private static byte[] bytes(InstalledModel model) throws IOException {
        try (InputStream in = model.file().openStream()) {
            return in.readAllBytes();
        }
    }

    private static FloatBuffer repeated(TensorSpec spec, int batch) {
        float[] one = SelfTest.input(spec.elements());
        FloatBuffer values = FloatBuffer.allocate(batch * one.length);
        for (int i = 0; i < batch; i++) {
            values.put(one);
        }
        return values.flip();
    }

    /** Those that bear the name of this one, as threads do that it starts outside Java. */
    private static List<Path> ownThreads() throws IOException {
        String own = name(Path.of("/proc/thread-self"));
        try (Stream<Path> all = Files.list(THREADS)) {
            return all.filter(thread -> name(thread).equals(own)).toList();
        }
    }

    private static String name(Path thread) {
        try {
            return Files.readString(thread.resolve("comm"));
        } catch (IOException e) {
            return ""; // it has just ended
        }
    }

    /** What it gives for the input of the self-test, item after item. */
    float[] ask() throws OrtException {
        try (OrtSession.Result result = session.run(inputs)) {
            FloatBuffer values = ((OnnxTensor) result.get(0)).getFloatBuffer();
            float[] answer = new float[values.remaining()];
            values.get(answer);
            return answer;
        }
    }

    /** Processor time of the thread that asks and of those that help it. */
    long cpuNanos() throws IOException {
        long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        for (Path helper : helpers) { // they sleep now, so the kernel's account is complete
            String account = Files.readString(helper.resolve("schedstat"));
            nanos += Long.parseLong(account.substring(0, account.indexOf(' ')));
        }
        return nanos;
    }

    @Override
    public void close() throws OrtException {
        inputs.values().forEach(OnnxTensor::close);
        session.close();
    }
}
