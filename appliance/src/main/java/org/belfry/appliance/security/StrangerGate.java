package org.belfry.appliance.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Before anything is spent on a request: so many requests without a sign-in, from each source, and
 * so large. An IPv6 source is its /64. Generous for an office behind one address, whose people all
 * open their pages at nine: a page is some ten requests and one session.
 */
final class StrangerGate extends OncePerRequestFilter {
  /** Requests of a source: at once, and one more each. */
  static final int REQUESTS = 1000;

  private static final Duration REQUEST_INTERVAL = Duration.ofMillis(10);

  /** Sessions of a source: at once, and one more each. */
  static final int SESSIONS = 120;

  private static final Duration SESSION_INTERVAL = Duration.ofMillis(500);

  /** Of a body that a stranger sends: forms to sign in, clicks on the first pages. */
  static final long STRANGERS_BODY = 64 * 1024;

  /** Of a body that a page sends which is no upload. */
  static final long PAGES_BODY = 2 * 1024 * 1024;

  private static final int CREDENTIALS = 1000;

  /** {@code v-r=init}, however it is written. */
  private static final Pattern PAGE =
      Pattern.compile(
          "(^|&)(v|%76)(-|%2d)(r|%72)=(i|%69)(n|%6e)(i|%69)(t|%74)(&|$)", Pattern.CASE_INSENSITIVE);

  /**
   * Of a request whose credentials were asked for and good. No status says so: what anybody may
   * read is answered well whatever the credentials are.
   */
  static final String PROVEN = StrangerGate.class.getName() + ".proven";

  private final Predicate<InetAddress> spared;
  private final Buckets requests = new Buckets(REQUEST_INTERVAL, REQUESTS);
  private final Buckets sessions = new Buckets(SESSION_INTERVAL, SESSIONS);
  private final Buckets pages = new Buckets(SESSION_INTERVAL, SESSIONS);

  private final UploadRoom uploads = new UploadRoom();

  /** Hashes of credentials of programs that were good lately. */
  private final Set<String> good =
      Collections.synchronizedSet(
          Collections.newSetFromMap(
              new LinkedHashMap<>(64, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                  return size() > CREDENTIALS;
                }
              }));

  /**
   * @param spared sources whose rate is not limited
   */
  StrangerGate(Predicate<InetAddress> spared) {
    this.spared = spared;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String path = request.getRequestURI();
    boolean program = path.startsWith("/api/") || path.startsWith("/actuator/");
    boolean phone = path.startsWith("/p/") || path.equals("/ws");
    if ((program || phone) && isOf(request, "multipart/")) {
      // Nobody takes files in parts there; they would be on the disk before anybody asks who sends.
      refuse(response, HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE);
      return;
    }
    if (phone) {
      chain.doFilter(request, response); // phones, whose doors have their own limits
      return;
    }
    boolean signedIn = !program && Sessions.isSignedIn(request.getSession(false));
    if (!program && !signedIn) {
      Sessions.endStale(request.getSession(false), Instant.now());
    }
    if (!program && isTooLarge(request, signedIn)) {
      refuse(response, HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
      return;
    }
    String credentials = program ? hash(request.getHeader("Authorization")) : null;
    boolean known = signedIn || (credentials != null && good.contains(credentials));
    if (!known && !admits(request, program)) {
      response.setHeader("Retry-After", "5");
      refuse(response, 429); // RFC 6585 §4
      return;
    }
    if (signedIn && isUpload(request)) {
      upload(request, response, chain);
      return;
    }
    chain.doFilter(request, response);
    if (credentials != null) {
      if (request.getAttribute(PROVEN) != null) {
        good.add(credentials);
      } else if (response.getStatus() == HttpServletResponse.SC_UNAUTHORIZED) {
        good.remove(credentials);
      }
    }
  }

  private void upload(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String person = Sessions.person(request.getSession(false));
    if (!uploads.enter(person)) {
      response.setHeader("Retry-After", "5");
      refuse(response, 429);
      return;
    }
    try {
      chain.doFilter(request, response);
    } finally {
      uploads.leave(person);
    }
  }

  private boolean admits(HttpServletRequest request, boolean program) {
    String address = request.getRemoteAddr();
    if (isSpared(address)) {
      return true;
    }
    String source = GuessBrake.network(address);
    Instant now = Instant.now();
    return requests.take(source, now)
        && (program || !makesASession(request) || sessions.take(source, now))
        && (program || !makesAPage(request) || pages.take(source, now));
  }

  /**
   * Vaadin keeps a tree of components for each of these. Read from the address alone: to ask for a
   * parameter would have a stranger's form read into memory. A form may say it too, and counts.
   */
  private static boolean makesAPage(HttpServletRequest request) {
    String query = request.getQueryString();
    return isOf(request, "application/x-www-form-urlencoded")
        || (query != null && PAGE.matcher(query).find());
  }

  private static boolean isOf(HttpServletRequest request, String type) {
    String its = request.getContentType();
    return its != null && its.strip().toLowerCase(Locale.ROOT).startsWith(type);
  }

  /**
   * What pages are made of needs none. Any other address does, one with a dot too: whoever has to
   * sign in first gets a session that knows where to go on.
   */
  private static boolean makesASession(HttpServletRequest request) {
    return !request.isRequestedSessionIdValid() && !request.getRequestURI().startsWith("/VAADIN/");
  }

  private static boolean isTooLarge(HttpServletRequest request, boolean signedIn) {
    if (request.getHeader("Transfer-Encoding") != null) {
      return true; // no browser sends what it does not know the length of
    }
    if (!signedIn) {
      return request.getContentLengthLong() > STRANGERS_BODY;
    }
    return !isUpload(request) && request.getContentLengthLong() > PAGES_BODY;
  }

  private static boolean isUpload(HttpServletRequest request) {
    String type = request.getContentType();
    return request.getMethod().equals("POST")
        && (request.getRequestURI().startsWith("/VAADIN/dynamic/")
            || (type != null && type.startsWith("multipart/")));
  }

  private boolean isSpared(String address) {
    try {
      return spared.test(InetAddress.ofLiteral(address));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static @Nullable String hash(@Nullable String credentials) {
    return credentials == null ? null : HexFormat.of().formatHex(Accounts.sha256(credentials));
  }

  private static void refuse(HttpServletResponse response, int status) {
    response.setStatus(status); // no error page: that would cost what was refused
    response.setHeader("Connection", "close");
  }
}
