package org.belfry.appliance.attendant;

import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.belfry.appliance.outgoing.OutgoingHttp;
import org.belfry.appliance.system.BelfryProperties;
import org.belfry.pbx.app.ivr.Heard;
import org.belfry.pbx.app.ivr.WebServers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
class HttpWebServers implements WebServers {
  private static final Logger LOG = LoggerFactory.getLogger(HttpWebServers.class);
  private static final JsonMapper JSON = new JsonMapper();
  private static final int ANSWER_MAX = 64 * 1024;
  private static final int AT_ONCE = 100;
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Type", "application/json",
          "Accept", "application/json",
          "User-Agent", "Belfry");

  private final boolean privateToo;
  private final OutgoingHttp http = new OutgoingHttp();
  private final Semaphore atOnce = new Semaphore(AT_ONCE);

  @Autowired
  HttpWebServers(BelfryProperties properties) {
    this(properties.attendant().privateWebServers());
  }

  HttpWebServers(boolean privateToo) {
    this.privateToo = privateToo;
  }

  @Override
  public Heard ask(String url, Map<String, String> values, Duration patience) {
    URI uri = URI.create(url);
    if (!atOnce.tryAcquire()) {
      return failed(uri, AT_ONCE + " callers ask web servers already");
    }
    try {
      OutgoingHttp.Answer answer =
          http.post(uri, HEADERS, JSON.writeValueAsBytes(values), privateToo, patience, ANSWER_MAX);
      return answer.status() == 200
          ? read(uri, answer.body())
          : failed(uri, "it answered " + answer.status());
    } catch (UnknownHostException e) {
      return failed(uri, "nobody knows its address");
    } catch (IOException e) {
      return failed(uri, e.getMessage() == null ? "the connection failed" : e.getMessage());
    } finally {
      atOnce.release();
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
}
