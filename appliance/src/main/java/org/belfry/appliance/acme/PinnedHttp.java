package org.belfry.appliance.acme;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import org.belfry.appliance.outgoing.OutgoingHttp;
import org.belfry.appliance.outgoing.OutgoingHttp.Answer;
import org.belfry.appliance.outgoing.OutgoingHttp.Request;
import org.belfry.appliance.outgoing.OutgoingHttp.Rules;

/**
 * The client that acme4j is given: HTTPS only, whatever addresses a directory names, and by the
 * rules of {@link OutgoingHttp}. It waits for each answer, follows no redirect and has no cookies.
 */
final class PinnedHttp extends HttpClient {
  private final OutgoingHttp http;
  private final Rules rules;

  PinnedHttp(OutgoingHttp http, Rules rules) {
    this.http = http;
    this.rules = rules;
  }

  @Override
  public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) throws IOException {
    if (!"https".equalsIgnoreCase(request.uri().getScheme())) {
      throw new IOException("its address " + request.uri() + " is not https");
    }
    Map<String, String> headers = new LinkedHashMap<>();
    request.headers().map().forEach((name, values) -> headers.put(name, String.join(", ", values)));
    Answer answer =
        http.ask(new Request(request.method(), request.uri(), headers, body(request)), rules);
    HttpHeaders received = HttpHeaders.of(answer.headers(), (name, value) -> true);
    BodySubscriber<T> subscriber =
        handler.apply(new Head(answer.status(), received, Version.HTTP_1_1));
    subscriber.onSubscribe(new Nothing());
    subscriber.onNext(List.of(ByteBuffer.wrap(answer.body())));
    subscriber.onComplete();
    return new Received<>(
        request, answer.status(), received, subscriber.getBody().toCompletableFuture().join());
  }

  private static byte[] body(HttpRequest request) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    request.bodyPublisher().ifPresent(publisher -> publisher.subscribe(new Collector(all)));
    return all.toByteArray();
  }

  /** Texts in memory are published at once. */
  private record Collector(ByteArrayOutputStream all) implements Flow.Subscriber<ByteBuffer> {
    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(ByteBuffer item) {
      byte[] bytes = new byte[item.remaining()];
      item.get(bytes);
      all.writeBytes(bytes);
    }

    @Override
    public void onError(Throwable throwable) {
      throw new IllegalStateException(throwable);
    }

    @Override
    public void onComplete() {}
  }

  private record Head(int statusCode, HttpHeaders headers, Version version)
      implements HttpResponse.ResponseInfo {}

  /** All there is comes at once. */
  private record Nothing() implements Flow.Subscription {
    @Override
    public void request(long n) {}

    @Override
    public void cancel() {}
  }

  private record Received<T>(HttpRequest request, int statusCode, HttpHeaders headers, T body)
      implements HttpResponse<T> {
    @Override
    public Optional<HttpResponse<T>> previousResponse() {
      return Optional.empty();
    }

    @Override
    public Optional<SSLSession> sslSession() {
      return Optional.empty();
    }

    @Override
    public URI uri() {
      return request.uri();
    }

    @Override
    public Version version() {
      return Version.HTTP_1_1;
    }
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler) {
    throw new UnsupportedOperationException("requests are waited for");
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler, PushPromiseHandler<T> pushed) {
    throw new UnsupportedOperationException("requests are waited for");
  }

  @Override
  public Optional<CookieHandler> cookieHandler() {
    return Optional.empty();
  }

  @Override
  public Optional<Duration> connectTimeout() {
    return Optional.empty();
  }

  @Override
  public Redirect followRedirects() {
    return Redirect.NEVER;
  }

  @Override
  public Optional<ProxySelector> proxy() {
    return Optional.empty();
  }

  @Override
  public SSLContext sslContext() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public SSLParameters sslParameters() {
    return sslContext().getDefaultSSLParameters();
  }

  @Override
  public Optional<Authenticator> authenticator() {
    return Optional.empty();
  }

  @Override
  public Version version() {
    return Version.HTTP_1_1;
  }

  @Override
  public Optional<Executor> executor() {
    return Optional.empty();
  }
}
