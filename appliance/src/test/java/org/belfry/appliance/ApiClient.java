package org.belfry.appliance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks the appliance over HTTPS, as a program of a customer would. */
public final class ApiClient {
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient http;
  private final String base;
  private final String authorization;

  /** What came back; the body is missing when it is no JSON. */
  public record Answer(int status, String type, JsonNode body, HttpResponse<String> raw) {

    /** The fields that a problem document names. */
    public Stream<String> fields() {
      return body.path("errors").valueStream().map(e -> e.path("field").asString());
    }

    public long id() {
      return body.path("id").asLong();
    }

    public String text(String field) {
      return body.path(field).asString();
    }
  }

  private ApiClient(HttpClient http, String base, String authorization) {
    this.http = http;
    this.base = base;
    this.authorization = authorization;
  }

  static ApiClient trusting(InputStream chain, String base)
      throws GeneralSecurityException, IOException {
    KeyStore known = KeyStore.getInstance("PKCS12");
    known.load(null, null);
    known.setCertificateEntry(
        "belfry", CertificateFactory.getInstance("X.509").generateCertificate(chain));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(known);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, trust.getTrustManagers(), null);
    return new ApiClient(
        HttpClient.newBuilder().sslContext(tls).connectTimeout(Duration.ofSeconds(5)).build(),
        base,
        null);
  }

  /** For connections that are no requests. */
  public SSLContext tls() {
    return http.sslContext();
  }

  public ApiClient as(String user, String password) {
    String both = user + ":" + password;
    return new ApiClient(
        http,
        base,
        "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)));
  }

  public ApiClient withToken(String token) {
    return new ApiClient(http, base, "Bearer " + token);
  }

  public ApiClient anonymous() {
    return new ApiClient(http, base, null);
  }

  public Answer get(String path) {
    return send(request(path).GET());
  }

  public Answer post(String path, String json) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json)));
  }

  public Answer put(String path, String json) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(json)));
  }

  public Answer patch(String path, String json) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .method("PATCH", BodyPublishers.ofString(json)));
  }

  public Answer delete(String path) {
    return send(request(path).DELETE());
  }

  /** What is sent as it comes; close it to leave. */
  public InputStream stream(String path) {
    try {
      return http.send(request(path).GET().build(), BodyHandlers.ofInputStream()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Opens a WebSocket with the cookie of a session. */
  public WebSocket webSocket(String path, String cookie, WebSocket.Listener listener) {
    return http.newWebSocketBuilder()
        .header("Cookie", cookie)
        .connectTimeout(Duration.ofSeconds(10))
        .buildAsync(URI.create((base + path).replaceFirst("https", "wss")), listener)
        .join();
  }

  public HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(path.startsWith("http") ? path : base + path))
            .timeout(Duration.ofSeconds(20));
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    return request;
  }

  public Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> raw = http.send(request.build(), BodyHandlers.ofString());
      String type = raw.headers().firstValue("Content-Type").orElse("");
      JsonNode body = type.contains("json") ? JSON.readTree(raw.body()) : JSON.missingNode();
      return new Answer(raw.statusCode(), type.replaceAll(";.*", ""), body, raw);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
