package org.belfry.appliance.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * What changes something comes from our own pages or from programs: not from a page of another site
 * that a browser has open, which would send the cookies or the Basic credentials that the browser
 * knows. Browsers say by Sec-Fetch-Site (Fetch Metadata) and Origin (RFC 6454 §7) where a request
 * comes from; programs say neither. A bearer token is nothing that a browser adds by itself.
 */
final class OwnRequests extends OncePerRequestFilter {
  private static final Set<String> HARMLESS = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (HARMLESS.contains(request.getMethod()) || isBearer(request) || isOurs(request)) {
      chain.doFilter(request, response);
      return;
    }
    if (request.getServletPath().startsWith("/api/")) {
      SecurityProblems.fromElsewhere(response);
    } else {
      response.setStatus(403); // no error page: that would be behind the log-in
    }
  }

  private static boolean isBearer(HttpServletRequest request) {
    String credentials = request.getHeader("Authorization");
    return credentials != null && credentials.regionMatches(true, 0, "Bearer ", 0, 7);
  }

  private static boolean isOurs(HttpServletRequest request) {
    String site = request.getHeader("Sec-Fetch-Site");
    if (site != null) {
      return site.equals("same-origin") || site.equals("none");
    }
    String origin = request.getHeader("Origin");
    return origin == null || isHost(origin, request.getHeader("Host"));
  }

  private static boolean isHost(String origin, @Nullable String host) {
    try {
      URI uri = URI.create(origin);
      return "https".equalsIgnoreCase(uri.getScheme())
          && uri.getRawAuthority() != null
          && host != null
          && uri.getRawAuthority().equalsIgnoreCase(host.replaceFirst(":443$", ""));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
