package rimrep.cli;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rimrep.pipeline.dataset.Json;
import rimrep.pipeline.failure.BadConfiguration;
import rimrep.pipeline.failure.Problem;
import rimrep.pipeline.failure.Temporary;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The server of Argo Workflows, as far as we ask it.
///
/// @param token sent as bearer; in no message
record ArgoServer(URI address, String namespace, Optional<String> token) {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final String SUBMISSION = "rimrep.io/submission";

  static ArgoServer of(Settings settings) {
    return new ArgoServer(
        settings
            .argoServer()
            .orElseThrow(() ->
                new BadConfiguration(
                    "setting argo.server",
                    "not set",
                    "the address of an Argo server, such as https://argo.example.org",
                    "set RIMREP_ARGO_SERVER")),
        settings.argoNamespace().orElse("rimrep"),
        settings.argoToken());
  }

  @Override
  public String toString() {
    return address + ", namespace " + namespace;
  }

  /// Starts a workflow. If the answer is lost, the workflow is looked up by its label: it is never
  /// started twice.
  ///
  /// @param submission a word of its own, which becomes a label
  /// @param dry let the server check it, and start nothing
  JsonNode create(ObjectNode workflow, String submission, boolean dry) {
    workflow.withObject("/metadata").withObject("labels").put(SUBMISSION, submission);
    ObjectNode body = Json.mapper().createObjectNode();
    body.put("namespace", namespace).put("serverDryRun", dry).set("workflow", workflow);
    try {
      return answer(send("POST", workflows(), body)).orElseThrow(() -> refused("404"));
    } catch (IOException lost) {
      return started(submission).orElseThrow(() -> silent(lost));
    }
  }

  private Optional<JsonNode> started(String submission) {
    String selector = URLEncoder.encode(SUBMISSION + "=" + submission, StandardCharsets.UTF_8);
    return get(workflows() + "?listOptions.labelSelector=" + selector)
        .map(list -> list.path("items").path(0))
        .filter(JsonNode::isObject);
  }

  /// A workflow as it is now, or empty if it is there no more.
  Optional<JsonNode> find(String name) {
    return get(workflows() + "/" + name);
  }

  private String workflows() {
    return "/api/v1/workflows/" + namespace;
  }

  private Optional<JsonNode> get(String path) {
    try {
      return answer(send("GET", path, null));
    } catch (IOException e) {
      throw silent(e);
    }
  }

  private HttpResponse<String> send(String method, String path, @Nullable ObjectNode body)
      throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + path))
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)));
    token.ifPresent(t -> request.header("Authorization", "Bearer " + t));
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw silent(e);
    }
  }

  private Optional<JsonNode> answer(HttpResponse<String> response) throws IOException {
    int status = response.statusCode();
    if (status / 100 == 2) {
      return Optional.of(Json.mapper().readTree(response.body()));
    }
    if (status == 404 && response.request().method().equals("GET")) {
      return Optional.empty();
    }
    if (status >= 500 || status == 429) {
      throw new IOException("HTTP " + status);
    }
    throw refused("HTTP " + status + " " + message(response.body()));
  }

  private static String message(String body) {
    String text = body.strip();
    return text.startsWith("{") ? Json.mapper().readTree(text).path("message").asString("") : "";
  }

  private BadConfiguration refused(String found) {
    return new BadConfiguration(
        "Argo server " + this,
        found,
        "a workflow that it takes",
        "check the namespace, RIMREP_ARGO_TOKEN and whether the templates are there");
  }

  private Temporary silent(Exception cause) {
    return new Temporary(
        new Problem(
            "Argo server " + this,
            "no answer (" + cause.getMessage() + ")",
            "an answer",
            "try again; nothing was started that we know of"),
        cause);
  }
}
