package org.belfry.appliance.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.belfry.appliance.ApiClient;
import org.belfry.appliance.ApiClient.Answer;
import org.belfry.appliance.LocalAppliance;
import org.belfry.appliance.RegisteringPhone;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The power comes back: all phones ask for their files, each over a connection of its own with a
 * whole handshake, and register with what they have read. In one instant, where each waits for the
 * handshakes of all others; and spread over the half minute in which phones really come up. Not
 * among the tests, as it is about time: {@code ./belfry bench boot}.
 *
 * <p>Phones and server share one JVM and one machine, so half of the work that is measured is the
 * phones' own.
 */
@Tag("database")
@Timeout(300)
class PhonesBootBench {
  private static final int PHONES = 1000;
  private static final Duration SPREAD = Duration.ofSeconds(30);
  private static final String PASSWORD = "password-of-phones";

  private record Desk(String path, String extension) {}

  @Test
  void aThousandPhonesHaveTheirFilesAndRegister(@TempDir Path data) throws Exception {
    try (LocalAppliance appliance = LocalAppliance.on(data)) {
      List<Desk> desks = adopt(appliance.api());
      SSLContext tls = trusting();
      boot("cold, at once", Duration.ZERO, desks, appliance, tls);
      boot("over " + SPREAD.toSeconds() + " s", SPREAD, desks, appliance, tls);
      boot("warm, at once", Duration.ZERO, desks, appliance, tls);
    }
  }

  private static void boot(
      String how, Duration spread, List<Desk> desks, LocalAppliance appliance, SSLContext tls)
      throws InterruptedException {
    List<Long> took = new ArrayList<>();
    AtomicInteger registered = new AtomicInteger();
    AtomicLong files = new AtomicLong();
    Random random = new Random(7);
    long began = System.nanoTime();
    try (ExecutorService phones = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Long>> boots = new ArrayList<>();
      for (Desk desk : desks) {
        long after = spread.isZero() ? 0 : random.nextLong(spread.toNanos());
        boots.add(() -> {
          LockSupport.parkNanos(after - (System.nanoTime() - began));
          long mine = fetched(tls, appliance.httpsPort(), desk.path());
          files.accumulateAndGet(System.nanoTime() - began, Math::max);
          try (RegisteringPhone phone = appliance.phone(desk.extension(), PASSWORD)) {
            registered.addAndGet(phone.registers() == 200 ? 1 : 0);
          }
          return mine;
        });
      }
      for (Future<Long> each : phones.invokeAll(boots)) {
        took.add(finished(each));
      }
    }
    took.sort(null);
    System.out.printf(
        "boot: %s: %d phones in %d ms, p50 %d ms, p99 %d ms, %d registered after %d ms%n",
        how,
        desks.size(),
        Duration.ofNanos(files.get()).toMillis(),
        took.get(desks.size() / 2),
        took.get(desks.size() * 99 / 100),
        registered.get(),
        Duration.ofNanos(System.nanoTime() - began).toMillis());
  }

  private static long finished(Future<Long> boot) throws InterruptedException {
    try {
      return boot.get();
    } catch (ExecutionException e) {
      throw new AssertionError("a phone got no files", e);
    }
  }

  /** Secret addresses, with the name of the file, and whose phone it is. */
  private static List<Desk> adopt(ApiClient api) {
    String users =
        IntStream.range(0, PHONES)
            .mapToObj(i ->
                "{\"extension\":\"%d\",\"name\":\"User %d\",\"sipPassword\":\"%s\"}"
                    .formatted(4000 + i, i, PASSWORD))
            .collect(Collectors.joining(",", "[", "]"));
    assertThat(api.post("/api/v1/users", users).status()).isEqualTo(201);
    String table =
        IntStream.range(0, PHONES)
            .mapToObj(i -> "805ec0%06x,yealink,T54W,%d".formatted(i + 1, 4000 + i))
            .collect(Collectors.joining("\n", "mac,brand,model,user\n", "\n"));
    Answer adopted =
        api.send(
            api.request("/api/v1/phones/import")
                .header("Content-Type", "text/csv")
                .POST(HttpRequest.BodyPublishers.ofString(table)));
    assertThat(adopted.status()).isEqualTo(201);
    List<Desk> desks = new ArrayList<>();
    for (JsonNode phone : adopted.body()) {
      String url = phone.path("provisioningUrl").asString();
      String file = phone.path("mac").asString().replace(":", "") + ".cfg";
      desks.add(
          new Desk(
              url.substring(url.indexOf("/p/")) + file, phone.path("users").path(0).asString()));
    }
    return desks;
  }

  /** Milliseconds from the first packet to the last byte. */
  private static long fetched(SSLContext tls, int port, String path) throws IOException {
    long began = System.nanoTime();
    try (SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket("127.0.0.1", port)) {
      OutputStream out = socket.getOutputStream();
      String request = "GET " + path + " HTTP/1.1\r\nHost: pbx\r\nConnection: close\r\n\r\n";
      out.write(request.getBytes(StandardCharsets.US_ASCII));
      out.flush();
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 200").contains("account.1.password");
    }
    return Duration.ofNanos(System.nanoTime() - began).toMillis();
  }

  /** Phones that have not learnt our authority yet check nothing. */
  private static SSLContext trusting() throws GeneralSecurityException {
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(
        null,
        new TrustManager[] {
          new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type) {}

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type) {}

            @Override
            public X509Certificate[] getAcceptedIssuers() {
              return new X509Certificate[0];
            }
          }
        },
        new SecureRandom());
    return tls;
  }
}
