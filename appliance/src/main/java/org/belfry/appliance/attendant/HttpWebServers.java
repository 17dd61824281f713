package org.belfry.appliance.attendant;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.belfry.appliance.system.BelfryProperties;
import org.belfry.pbx.app.ivr.Heard;
import org.belfry.pbx.app.ivr.WebServers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks web servers by POST. What a caller presses is in the request, so it goes to public addresses
 * only, unless the site wants it otherwise; redirects are not followed.
 */
@Component
class HttpWebServers implements WebServers, DisposableBean {
  private static final Logger LOG = LoggerFactory.getLogger(HttpWebServers.class);
  private static final JsonMapper JSON = new JsonMapper();
  private static final int ANSWER_MAX = 64 * 1024;
  private static final int AT_ONCE = 100;

  private final boolean privateToo;
  private final HttpClient http;
  private final Semaphore atOnce = new Semaphore(AT_ONCE);

  @Autowired
  HttpWebServers(BelfryProperties properties) {
    this(properties.attendant().privateWebServers());
  }

  HttpWebServers(boolean privateToo) {
    this.privateToo = privateToo;
    this.http =
        HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  @Override
  public Heard ask(String url, Map<String, String> values, Duration patience) {
    URI uri = URI.create(url);
    if (!atOnce.tryAcquire()) {
      return failed(uri, AT_ONCE + " callers ask web servers already");
    }
    try {
      // The lookup is the one that the request uses a moment later: Java keeps it for a while.
      if (!privateToo) {
        for (InetAddress address : InetAddress.getAllByName(uri.getHost())) {
          if (!PublicAddresses.has(address)) {
            return failed(uri, "it is at " + address.getHostAddress() + ", which is not public");
          }
        }
      }
      return send(uri, values, patience);
    } catch (UnknownHostException e) {
      return failed(uri, "nobody knows its address");
    } finally {
      atOnce.release();
    }
  }

  private Heard send(URI uri, Map<String, String> values, Duration patience) {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(patience)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .header("User-Agent", "Belfry")
            .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(values)))
            .build();
    CompletableFuture<HttpResponse<byte[]>> asked =
        http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), ANSWER_MAX));
    try {
      // The request's own time ends with the first byte of an answer, this one with the last.
      HttpResponse<byte[]> answer = asked.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return answer.statusCode() == 200
          ? read(uri, answer.body())
          : failed(uri, "it answered " + answer.statusCode());
    } catch (TimeoutException e) {
      asked.cancel(true);
      return failed(uri, "no answer within " + patience.toSeconds() + " s");
    } catch (ExecutionException e) {
      String why = e.getCause() instanceof IOException io ? io.getMessage() : null;
      return failed(uri, why == null ? "the connection failed" : why);
    } catch (InterruptedException e) {
      asked.cancel(true);
      Thread.currentThread().interrupt();
      return failed(uri, "the server stops");
    }
  }

  private static Heard read(URI uri, byte[] body) {
    try {
      JsonNode answer = JSON.readTree(body);
      Map<String, String> set = new HashMap<>();
      for (Map.Entry<String, JsonNode> each : answer.path("set").properties()) {
        if (each.getValue().isValueNode() && !each.getValue().isNull()) {
          set.put(each.getKey(), each.getValue().asString());
        }
      }
      JsonNode next = answer.path("next");
      return new Heard.Answer(next.isString() ? next.asString() : null, set);
    } catch (JacksonException e) {
      return failed(uri, "its answer is no JSON");
    }
  }

  private static Heard failed(URI uri, String why) {
    LOG.info("web server {}: {}", uri.getHost(), why);
    return new Heard.NoAnswer(why);
  }

  @Override
  public void destroy() {
    http.shutdownNow();
  }
}
