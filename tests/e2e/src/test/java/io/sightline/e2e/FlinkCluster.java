package io.sightline.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A standalone Flink cluster in application mode: a JobManager and TaskManagers, each a process of
 * its own, laid out as the image is (the job's jar in {@code usrlib}, natives in {@code lib}) and
 * configured by {@code flink-conf/cluster}, but for addresses, folders and what makes failures
 * quick to notice. Leaders are found through ZooKeeper. Ownership: the starter closes it.
 */
final class FlinkCluster implements AutoCloseable {

    private static final String JOB_MANAGER =
            "org.apache.flink.container.entrypoint.StandaloneApplicationClusterEntryPoint";
    private static final String TASK_MANAGER =
            "org.apache.flink.runtime.taskexecutor.TaskManagerRunner";
    private static final String BASH_UTILS = "org.apache.flink.runtime.util.bash.BashJavaUtils";
    private static final String BASH_RESULT = "BASH_JAVA_UTILS_EXEC_RESULT:";

    /** Of this repository. */
    static final Path ROOT = Path.of(System.getProperty("sightline.root"));

    private static final Path CONF = ROOT.resolve("flink-conf/cluster");

    private final Path home; // with lib and usrlib
    private final Path conf;
    private final Path folder; // of this run
    private final Map<String, String> settings;
    private final List<String> flags; // of every Java virtual machine
    private final FlinkRest rest;
    private final Map<String, JavaProcess> taskManagers = new LinkedHashMap<>(); // owned
    private final Map<String, List<List<String>>> computed = new LinkedHashMap<>(); // by command
    private int started; // TaskManagers so far
    private JavaProcess jobManager; // owned; null before the first start

    /** With the flags that users have. */
    FlinkCluster(Path folder, String zooKeeper, Path checkpoints) throws IOException {
        this(folder, zooKeeper, checkpoints, flags());
    }

    /**
     * @param folder for logs and state
     * @param zooKeeper {@code host:port}
     * @param checkpoints where checkpoints go
     * @param flags of every Java virtual machine
     */
    FlinkCluster(Path folder, String zooKeeper, Path checkpoints, List<String> flags)
            throws IOException {
        this.home = ROOT.resolve("tests/e2e/target/flink");
        this.conf = CONF;
        this.folder = folder;
        this.flags = flags;
        List<Integer> ports = freePorts(3);
        rest = new FlinkRest(ports.get(0));
        settings = new LinkedHashMap<>();
        settings.put("rest.port", ports.get(0).toString());
        settings.put("rest.address", "127.0.0.1");
        settings.put("rest.bind-address", "127.0.0.1");
        settings.put("jobmanager.rpc.address", "127.0.0.1");
        settings.put("jobmanager.rpc.port", ports.get(1).toString());
        settings.put("blob.server.port", ports.get(2).toString());
        settings.put("taskmanager.host", "127.0.0.1");
        settings.put("high-availability.type", "zookeeper");
        settings.put("high-availability.zookeeper.quorum", zooKeeper);
        settings.put("high-availability.cluster-id", "/drill");
        settings.put("high-availability.storageDir", uri(folder.resolve("ha")));
        settings.put("execution.checkpointing.dir", uri(checkpoints));
        settings.put("execution.checkpointing.savepoint-dir", uri(folder.resolve("savepoints")));
        settings.put("io.tmp.dirs", folder.resolve("tmp").toString());
        // A lost process is noticed by its closed connections; these are for what has none.
        settings.put("heartbeat.interval", "1 s");
        settings.put("heartbeat.timeout", "10 s");
        // What a drill is told is this old at most; people at a dashboard have more time.
        settings.put("web.refresh-interval", "200 ms");
        settings.put("metrics.fetcher.update-interval", "500 ms");
        // Two cores hold all of the processes.
        settings.put("jobmanager.memory.process.size", "640m");
        settings.put("taskmanager.memory.process.size", "1100m");
        settings.put("taskmanager.memory.task.off-heap.size", "256m");
        settings.put("taskmanager.memory.jvm-overhead.min", "128m");
        settings.put("taskmanager.memory.jvm-overhead.max", "128m");
        settings.put("taskmanager.memory.managed.size", "64m");
    }

    /** The flags that {@code flink-conf/cluster} gives every Java virtual machine. */
    static List<String> flags() throws IOException {
        return FlinkFlags.of(CONF.resolve("config.yaml"));
    }

    /** One more setting of every process that is started from now on. */
    void set(String key, String value) {
        settings.put(key, value);
    }

    private static String uri(Path path) {
        return path.toUri().toString();
    }

    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            held.add(socket);
            ports.add(socket.getLocalPort());
        }
        for (ServerSocket socket : held) {
            socket.close();
        }
        return ports;
    }

    FlinkRest rest() {
        return rest;
    }

    JavaProcess jobManager() {
        return jobManager;
    }

    /**
     * Starts a JobManager with the job in it.
     *
     * @param savepoint to go on from; empty: from what high availability keeps, or from nothing
     * @param arguments of the command line
     */
    void startJobManager(String savepoint, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("--configDir", conf.toString()));
        settings.forEach((key, value) -> all.add("-D" + key + "=" + value));
        List<String> options = new ArrayList<>(flags);
        options.addAll(parameters("GET_JM_RESOURCE_PARAMS", all, Map.of()).get(0));
        all.addAll(List.of("--job-classname", "io.sightline.cli.Sightline"));
        if (!savepoint.isEmpty()) {
            all.addAll(List.of("--fromSavepoint", savepoint));
        }
        all.addAll(arguments);
        jobManager = start("jobmanager", options, JOB_MANAGER, all);
    }

    /** Starts TaskManagers of one slot each until there are so many. */
    void haveTaskManagers(int count) throws IOException, InterruptedException {
        while (taskManagers.size() < count) {
            startTaskManager("tm" + ++started);
        }
    }

    private void startTaskManager(String name) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("--configDir", conf.toString()));
        Map<String, String> own =
                Map.of("taskmanager.resource-id", name, "taskmanager.numberOfTaskSlots", "1");
        List<List<String>> sized = parameters("GET_TM_RESOURCE_PARAMS", all, own);
        List<String> options = new ArrayList<>(flags);
        options.addAll(sized.get(0));
        all.addAll(sized.get(1));
        settings.forEach((key, value) -> all.add("-D" + key + "=" + value));
        own.forEach((key, value) -> all.add("-D" + key + "=" + value));
        taskManagers.put(name, start(name, options, TASK_MANAGER, all));
    }

    /**
     * Whether all tasks of the job run.
     *
     * @throws AssertionError if there is no JobManager that could run them
     */
    boolean isRunning() throws IOException, InterruptedException {
        if (!jobManager.isAlive()) {
            throw new AssertionError("The JobManager ended:\n" + jobManager.lastLines(40));
        }
        return rest.isRunning();
    }

    /** A TaskManager that runs a task of the job. */
    String busyTaskManager() throws IOException, InterruptedException {
        return rest.placement().get(0);
    }

    /** What its JobManager wrote last. */
    String describe() {
        return jobManager == null ? "" : jobManager.lastLines(30);
    }

    JavaProcess taskManager(String name) {
        return taskManagers.get(name);
    }

    /** Those that were started and not killed. */
    List<JavaProcess> taskManagers() {
        return List.copyOf(taskManagers.values());
    }

    void killTaskManager(String name) throws InterruptedException {
        taskManagers.remove(name).kill();
    }

    private JavaProcess start(
            String name, List<String> options, String mainClass, List<String> arguments)
            throws IOException {
        List<String> all = new ArrayList<>();
        all.add("-XX:TieredStopAtLevel=1"); // starts sooner, and drills are short; flags win over
        // it
        all.addAll(options);
        all.add("-Dlog4j.configurationFile=" + conf.resolve("log4j-console.properties").toUri());
        return new JavaProcess.Program(
                        name,
                        JavaProcess.jarsIn(home.resolve("lib")),
                        all,
                        mainClass,
                        arguments,
                        // Flink looks for usrlib beside it.
                        Map.of("FLINK_LIB_DIR", home.resolve("lib").toString()),
                        folder.resolve("log").resolve(name + ".log"))
                .start();
    }

    /**
     * What Flink's own start scripts compute: options of the virtual machine, then settings. They
     * follow from the configuration alone, so one answer serves all processes of a kind.
     */
    private List<List<String>> parameters(
            String command, List<String> common, Map<String, String> own)
            throws IOException, InterruptedException {
        List<List<String>> known = computed.get(command);
        if (known == null) {
            known = compute(command, common, own);
            computed.put(command, known);
        }
        return known;
    }

    private List<List<String>> compute(String command, List<String> common, Map<String, String> own)
            throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(JavaProcess.java(), "-cp"));
        line.add(JavaProcess.jarsIn(home.resolve("lib")));
        line.addAll(List.of(BASH_UTILS, command));
        line.addAll(common.subList(0, 2));
        settings.forEach((key, value) -> line.add("-D" + key + "=" + value));
        own.forEach((key, value) -> line.add("-D" + key + "=" + value));
        Path errors = folder.resolve("log").resolve(command + ".log");
        Files.createDirectories(errors.getParent());
        Process process =
                new ProcessBuilder(line)
                        .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
                        .start();
        List<List<String>> results = new ArrayList<>();
        try (var output = process.inputReader()) {
            output.lines()
                    .filter(one -> one.contains(BASH_RESULT))
                    .map(one -> one.substring(one.indexOf(BASH_RESULT) + BASH_RESULT.length()))
                    .forEach(one -> results.add(List.of(one.strip().split("\\s+", -1))));
        }
        if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
            throw new IOException(command + " failed:\n" + Files.readString(errors));
        }
        return results;
    }

    @Override
    public void close() {
        if (jobManager != null) {
            jobManager.close();
        }
        taskManagers.values().forEach(JavaProcess::close);
    }
}
