package org.belfry.appliance.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Sounds that programs send are in memory until they are judged, up to 100 MB each, and those they
 * fetch, up to 29 MB, until the last byte is taken: so many at a time, as of pages. Messages and
 * recordings are fetched from the disk; tables and documents have 4 MB at most, and updates go to
 * the disk.
 */
final class SoundTransfers extends OncePerRequestFilter {
  private static final List<String> IN_MEMORY =
      List.of("/api/v1/announcements/", "/api/v1/music", "/api/v1/playlists/", "/api/v1/prompts/");
  private static final String MESSAGES = "/api/v1/mailboxes/";

  private final UploadRoom room = new UploadRoom();

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (!isOfSound(request.getMethod(), request.getServletPath())) {
      chain.doFilter(request, response);
      return;
    }
    String who = String.valueOf(request.getRemoteUser());
    if (!room.enter(who)) {
      SecurityProblems.tooManyTransfers(response);
      return;
    }
    try {
      chain.doFilter(request, response);
    } finally {
      room.leave(who);
    }
  }

  private static boolean isOfSound(String method, String path) {
    boolean sent = method.equals("PUT");
    boolean fetched = method.equals("GET") || method.equals("HEAD");
    return ((sent || fetched) && IN_MEMORY.stream().anyMatch(path::startsWith))
        || (sent && path.startsWith(MESSAGES));
  }
}
