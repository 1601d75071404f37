package io.sightline.model.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.sightline.model.ModelDescription;
import io.sightline.model.ModelException;
import io.sightline.model.ModelProcessor;
import io.sightline.model.ModelSession;
import io.sightline.model.SelfTest;
import io.sightline.model.TensorSpec;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A model in ONNX Runtime, on one thread for each caller: slots are what a process has parallelism
 * from. Buffers for inputs are as many as there were callers at a time, and kept.
 *
 * <p>Sessions stay open as long as the process: detectors come and go with their streams, and a
 * model that is still wanted is never far.
 */
public final class OnnxSession implements ModelSession {

    private static final System.Logger LOG = System.getLogger(OnnxSession.class.getName());

    /** Many times what any look should take, and less than a reader's deadline. */
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private static final int WARM_UPS = 3;

    private final ModelDescription description;
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final ModelProcessor processor;
    private final Queue<Buffers> idle = new ConcurrentLinkedQueue<>();

    private OnnxSession(
            ModelDescription description,
            OrtEnvironment environment,
            OrtSession session,
            ModelProcessor processor) {
        this.description = description;
        this.environment = environment;
        this.session = session;
        this.processor = processor;
    }

    /**
     * Loads a model, checks it against its description, and runs it a few times: the first runs are
     * slow.
     *
     * @param model the ONNX file
     * @param wanted what should run it; the processor does what a GPU cannot
     * @throws ModelException when it cannot be loaded or does not do what its description says
     */
    public static OnnxSession open(
            ModelDescription description, byte[] model, ModelProcessor wanted)
            throws ModelException {
        try {
            OnnxSession opened = load(description, model, wanted);
            try {
                opened.check();
            } catch (ModelException | RuntimeException | Error failure) {
                opened.session.close();
                throw failure;
            }
            return opened;
        } catch (OrtException e) {
            throw new ModelException("it cannot be loaded: " + e.getMessage(), e);
        } catch (LinkageError e) {
            throw new ModelException("ONNX Runtime cannot be loaded here: " + e, e);
        }
    }

    private static OnnxSession load(
            ModelDescription description, byte[] model, ModelProcessor wanted) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment("sightline");
        ModelProcessor processor = wanted;
        OrtSession session;
        try {
            session = session(environment, model, processor);
        } catch (OrtException e) {
            if (processor == ModelProcessor.CPU) {
                throw e;
            }
            LOG.log(
                    Level.WARNING,
                    "Model '%s' runs on the CPU, not by %s: %s"
                            .formatted(description.id(), wanted, e.getMessage()));
            processor = ModelProcessor.CPU;
            session = session(environment, model, processor);
        }
        return new OnnxSession(description, environment, session, processor);
    }

    private static OrtSession session(
            OrtEnvironment environment, byte[] model, ModelProcessor processor)
            throws OrtException {
        try (OrtSession.SessionOptions options = options(processor)) {
            return environment.createSession(model, options);
        }
    }

    private static OrtSession.SessionOptions options(ModelProcessor processor) throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        try {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            options.setCPUArenaAllocator(false); // what it once took it would keep for ever
            if (processor == ModelProcessor.CUDA) {
                options.addCUDA();
            }
            return options;
        } catch (OrtException | RuntimeException | Error failure) {
            options.close();
            throw failure;
        }
    }

    @Override
    public ModelProcessor processor() {
        return processor;
    }

    private void check() throws ModelException {
        try {
            check("input", description.inputs(), session.getInputInfo());
            check("output", description.outputs(), session.getOutputInfo());
        } catch (OrtException e) {
            throw new ModelException("its inputs and outputs cannot be read", e);
        }
        float[][] test = new float[description.inputs().size()][];
        for (int i = 0; i < test.length; i++) {
            test[i] = SelfTest.input(description.inputs().get(i).elements());
        }
        float[] answer = run(test);
        for (int i = 1; i < WARM_UPS; i++) {
            run(test);
        }
        String wrong =
                description.selfTest().flatMap(expected -> expected.difference(answer)).orElse("");
        if (!wrong.isEmpty()) {
            throw new ModelException(wrong);
        }
    }

    private static void check(
            String what, Iterable<TensorSpec> described, Map<String, NodeInfo> found)
            throws ModelException {
        for (TensorSpec spec : described) {
            NodeInfo node = found.get(spec.name());
            if (node == null) {
                throw new ModelException(
                        "it has no %s '%s', only %s".formatted(what, spec.name(), found.keySet()));
            }
            if (!(node.getInfo() instanceof TensorInfo tensor)
                    || !isLike(tensor.getShape(), spec.dimensions())) {
                throw new ModelException(
                        "its %s '%s' is %s, not of the shape %s"
                                .formatted(what, spec.name(), node.getInfo(), spec.shape()));
            }
        }
    }

    /** A size that the model leaves open is below 0. */
    private static boolean isLike(long[] found, long[] described) {
        boolean same = found.length == described.length;
        for (int i = 0; same && i < found.length; i++) {
            same = found[i] < 0 || found[i] == described[i];
        }
        return same;
    }

    @Override
    public float[] run(float[]... inputs) throws ModelException {
        return checked(runAll(Collections.singletonList(inputs)).get(0));
    }

    /** Whether it can be asked several questions at a time: its batch is of any size. */
    boolean takesBatches() throws ModelException {
        try {
            return session.getInputInfo().values().stream()
                    .allMatch(node -> ((TensorInfo) node.getInfo()).getShape()[0] < 0);
        } catch (OrtException e) {
            throw new ModelException("its inputs cannot be read", e);
        }
    }

    /**
     * Asks several questions at a time; one, where it does not take batches.
     *
     * @param questions for each, the values of each input
     * @return the answer to each, which may hold what is no number
     */
    List<float[]> runAll(List<float[][]> questions) throws ModelException {
        int count = questions.size();
        Buffers buffers = idle.poll();
        if (buffers == null || buffers.questions < count) {
            buffers = Buffers.of(description, count);
        }
        Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
        try (Deadline deadline = Deadline.after(LIMIT)) {
            for (int i = 0; i < description.inputs().size(); i++) {
                TensorSpec spec = description.inputs().get(i);
                FloatBuffer buffer = buffers.ofInputs.get(i).clear();
                for (float[][] question : questions) {
                    buffer.put(question[i]);
                }
                long[] shape = spec.dimensions();
                shape[0] = count;
                tensors.put(
                        spec.name(), OnnxTensor.createTensor(environment, buffer.flip(), shape));
            }
            return ask(tensors, count, deadline);
        } catch (OrtException e) {
            throw new ModelException("it failed: " + e.getMessage(), e);
        } finally {
            tensors.values().forEach(OnnxTensor::close);
            idle.add(buffers);
        }
    }

    private List<float[]> ask(Map<String, OnnxTensor> tensors, int count, Deadline deadline)
            throws OrtException, ModelException {
        TensorSpec wanted = description.outputs().get(0);
        try (OrtSession.Result result =
                session.run(tensors, Set.of(wanted.name()), deadline.options())) {
            FloatBuffer values = ((OnnxTensor) result.get(0)).getFloatBuffer();
            if (values == null || values.remaining() != count * wanted.elements()) {
                throw new ModelException(
                        "it gave %s values, not %d"
                                .formatted(
                                        values == null ? "other" : values.remaining(),
                                        count * wanted.elements()));
            }
            List<float[]> answers = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                float[] answer = new float[wanted.elements()];
                values.get(answer);
                answers.add(answer);
            }
            return answers;
        }
    }

    /** An answer of numbers. */
    static float[] checked(float[] answer) throws ModelException {
        for (float value : answer) {
            if (!Float.isFinite(value)) {
                throw new ModelException("it gave " + value);
            }
        }
        return answer;
    }

    /**
     * Room for inputs outside the heap.
     *
     * @param questions for how many
     */
    private record Buffers(int questions, List<FloatBuffer> ofInputs) {

        static Buffers of(ModelDescription description, int questions) {
            return new Buffers(
                    questions,
                    description.inputs().stream()
                            .map(
                                    spec ->
                                            ByteBuffer.allocateDirect(
                                                            questions
                                                                    * spec.elements()
                                                                    * Float.BYTES)
                                                    .order(ByteOrder.nativeOrder())
                                                    .asFloatBuffer())
                            .toList());
        }
    }
}
