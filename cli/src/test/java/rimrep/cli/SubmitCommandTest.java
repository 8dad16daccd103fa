package rimrep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rimrep.pipeline.dataset.Json;
import rimrep.pipeline.failure.BadConfiguration;
import rimrep.pipeline.failure.Temporary;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class SubmitCommandTest {
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private ArgoServer argo;
  private int postStatus = 200;
  private String list = "{\"items\":[]}";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    argo = new ArgoServer(address, "reef", Optional.of("secret-word"));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    boolean post = exchange.getRequestMethod().equals("POST");
    asked.add(
        exchange.getRequestMethod()
            + " "
            + exchange.getRequestURI()
            + " "
            + exchange.getRequestHeaders().getFirst("Authorization")
            + " "
            + body.replace(" ", ""));
    String text =
        !post
            ? list
            : postStatus == 200
                ? "{\"metadata\":{\"name\":\"demo-abc\"}}"
                : "{\"message\":\"templates.argoproj.io not found\"}";
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(post ? postStatus : 200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static ObjectNode workflow() {
    ObjectNode workflow = Json.mapper().createObjectNode();
    workflow.putObject("metadata").put("generateName", "demo-");
    return workflow;
  }

  @Test
  void sendsTheWorkflowWithItsOwnLabelAndTheToken() {
    JsonNode made = argo.create(workflow(), "word", true);
    assertThat(made.path("metadata").path("name").asString()).isEqualTo("demo-abc");
    assertThat(asked).hasSize(1);
    assertThat(asked.getFirst())
        .startsWith("POST /api/v1/workflows/reef Bearer secret-word ")
        .contains("\"serverDryRun\":true")
        .contains("\"rimrep.io/submission\":\"word\"");
  }

  @Test
  void aLostAnswerIsLookedUpAndNothingIsStartedTwice() {
    postStatus = 504;
    list = "{\"items\":[{\"metadata\":{\"name\":\"demo-there\"}}]}";
    JsonNode made = argo.create(workflow(), "word", false);
    assertThat(made.path("metadata").path("name").asString()).isEqualTo("demo-there");
    assertThat(asked.stream().filter(a -> a.startsWith("POST"))).hasSize(1);
    assertThat(asked.getLast()).contains("labelSelector=rimrep.io%2Fsubmission%3Dword");
  }

  @Test
  void aSilentServerIsTemporaryAndARefusalIsNot() {
    postStatus = 503;
    assertThatThrownBy(() -> argo.create(workflow(), "word", false))
        .isInstanceOf(Temporary.class)
        .hasMessageNotContaining("secret-word");
    postStatus = 404;
    assertThatThrownBy(() -> argo.create(workflow(), "word", false))
        .isInstanceOf(BadConfiguration.class)
        .hasMessageContaining("templates.argoproj.io not found");
  }

  @Test
  void refusesWithoutAServer() {
    assertThat(Main.run("workflows", "submit", "demo-sst")).isEqualTo(BadConfiguration.EXIT);
  }
}
