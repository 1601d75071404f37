package io.sightline.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sightline.testing.Eventually;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The REST interface of a JobManager, as far as an operator's day needs it. Thread-safe. */
final class FlinkRest {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final String root;

    FlinkRest(int port) {
        root = "http://127.0.0.1:" + port;
    }

    /** The one job's id. */
    String jobId() throws IOException, InterruptedException {
        return get("/jobs").path("jobs").path(0).path("id").asText();
    }

    String jobState() throws IOException, InterruptedException {
        return get("/jobs/" + jobId()).path("state").asText();
    }

    /** Whether all tasks of the job run. */
    boolean isRunning() throws IOException, InterruptedException {
        JsonNode job = get("/jobs/" + jobId());
        if (!job.path("state").asText().equals("RUNNING")) {
            return false;
        }
        for (JsonNode vertex : job.path("vertices")) {
            int wanted = vertex.path("parallelism").asInt();
            if (vertex.path("tasks").path("RUNNING").asInt() != wanted) {
                return false;
            }
        }
        return job.path("vertices").size() > 0;
    }

    int vertices() throws IOException, InterruptedException {
        return get("/jobs/" + jobId()).path("vertices").size();
    }

    int taskManagers() throws IOException, InterruptedException {
        return get("/taskmanagers").path("taskmanagers").size();
    }

    /** How often tasks were restarted. */
    long restarts() throws IOException, InterruptedException {
        JsonNode metrics = get("/jobs/" + jobId() + "/metrics?get=numRestarts");
        return metrics.path(0).path("value").asLong();
    }

    /** The TaskManagers that run the job's tasks: ids by subtask. */
    List<String> placement() throws IOException, InterruptedException {
        String job = jobId();
        String vertex = get("/jobs/" + job).path("vertices").path(0).path("id").asText();
        List<String> ids = new ArrayList<>();
        for (JsonNode task : get("/jobs/" + job + "/vertices/" + vertex).path("subtasks")) {
            ids.add(task.path("taskmanager-id").asText());
        }
        return ids;
    }

    Checkpoints checkpoints() throws IOException, InterruptedException {
        JsonNode all = get("/jobs/" + jobId() + "/checkpoints");
        JsonNode last = all.path("latest").path("completed");
        JsonNode restored = all.path("latest").path("restored");
        return new Checkpoints(
                all.path("counts").path("completed").asLong(),
                all.path("counts").path("failed").asLong(),
                last.path("end_to_end_duration").asLong(),
                last.path("state_size").asLong(),
                restored.isMissingNode() || restored.isNull()
                        ? "from nothing"
                        : "from checkpoint " + restored.path("id").asLong());
    }

    /**
     * What is known of checkpoints since the JobManager's start.
     *
     * @param durationMillis of the latest one
     * @param stateBytes of the latest one
     * @param restored what the job went on from
     */
    record Checkpoints(
            long completed, long failed, long durationMillis, long stateBytes, String restored) {}

    /** Of all completed checkpoints since the JobManager's start. */
    CheckpointSummary checkpointSummary() throws IOException, InterruptedException {
        JsonNode all = get("/jobs/" + jobId() + "/checkpoints");
        return new CheckpointSummary(
                all.path("counts").path("completed").asLong(),
                all.path("counts").path("failed").asLong(),
                all.path("summary"));
    }

    /** Stops the job with a savepoint and returns the savepoint's path. */
    String stopWithSavepoint(Path folder, Duration patience)
            throws IOException, InterruptedException {
        String job = jobId();
        String body =
                json.writeValueAsString(
                        json.createObjectNode()
                                .put("targetDirectory", folder.toUri().toString())
                                .put("drain", false));
        String trigger = send("POST", "/jobs/" + job + "/stop", body).path("request-id").asText();
        String[] path = new String[1];
        Eventually.until(
                "a savepoint",
                patience,
                () -> {
                    JsonNode answer = get("/jobs/" + job + "/savepoints/" + trigger);
                    JsonNode failure = answer.path("operation").path("failure-cause");
                    if (!failure.isMissingNode()) {
                        throw new IllegalStateException(
                                failure.path("stack-trace")
                                        .asText()
                                        .lines()
                                        .findFirst()
                                        .orElse(""));
                    }
                    path[0] = answer.path("operation").path("location").asText("");
                    return !path[0].isEmpty();
                });
        return path[0];
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        return send("GET", path, null);
    }

    private JsonNode send(String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(root + path))
                        .timeout(TIMEOUT)
                        .header("Content-Type", "application/json")
                        .method(
                                method,
                                body == null
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body))
                        .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(path + ": status " + answer.statusCode() + " " + answer.body());
        }
        return json.readTree(answer.body());
    }
}
