package org.belfry.appliance.acme;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.belfry.appliance.system.Certificate;
import org.belfry.appliance.system.DataDirectory;
import org.belfry.appliance.system.KeyAndChain;

/** An authority on loopback that answers each path as the test says. */
public final class ScriptedAuthority implements AutoCloseable {
  private static final String JSON = "application/json";
  private static final String PROBLEM = "application/problem+json";

  private final HttpsServer server;
  private final String trust;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final AtomicInteger nonce = new AtomicInteger();

  private record Answer(int status, String type, String body, Map<String, String> headers) {}

  /**
   * @param home an empty directory
   */
  public ScriptedAuthority(Path home) throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    try (DataDirectory data = DataDirectory.open(home)) {
      Certificate own = Certificate.in(data, List.of("127.0.0.1"));
      KeyAndChain keys = own.keyAndChain();
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "own",
          keys.key(),
          new char[0],
          keys.chain().toArray(java.security.cert.Certificate[]::new));
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(store, new char[0]);
      context.init(managers.getKeyManagers(), null, null);
      trust = Files.readString(home.resolve("tls/ca.pem"));
    }
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext("/", this::answer);
    server.start();
    says("/dir", 200, JSON, directory(""), Map.of());
    says("/nonce", 200, JSON, "", Map.of());
    says("/account", 201, JSON, "{\"status\":\"valid\"}", Map.of("Location", url("/account/1")));
  }

  private String directory(String meta) {
    return """
    {"newNonce":"%1$s/nonce","newAccount":"%1$s/account","newOrder":"%1$s/order",
     "renewalInfo":"%1$s/ari","meta":{%2$s}}
    """
        .formatted(url(""), meta);
  }

  /** Has the directory say more of itself. */
  public void meta(String meta) {
    says("/dir", 200, JSON, directory(meta), Map.of());
  }

  private void says(
      String path, int status, String type, String body, Map<String, String> headers) {
    answers.put(path, new Answer(status, type, body, headers));
  }

  /** Answers this path with JSON. */
  public void says(String path, String json) {
    says(path, 200, JSON, json, Map.of());
  }

  /** Refuses this path with an error of ACME. */
  public void refuses(String path, int status, String error, Map<String, String> headers) {
    String body =
        "{\"type\":\"urn:ietf:params:acme:error:%s\",\"detail\":\"said %s\"}"
            .formatted(error, error);
    says(path, status, PROBLEM, body, headers);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().getPath();
      Answer answer =
          answers.getOrDefault(
              path.startsWith("/ari/") ? "/ari" : path,
              new Answer(404, "text/plain", "", Map.of()));
      exchange.getResponseHeaders().set("Replay-Nonce", "nonce" + nonce.incrementAndGet());
      exchange.getResponseHeaders().set("Content-Type", answer.type());
      answer.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      boolean none = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(answer.status(), none ? -1 : body.length);
      if (!none) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  public String url(String path) {
    return "https://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  /** PEM of the root of its own certificate. */
  public String trust() {
    return trust;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
