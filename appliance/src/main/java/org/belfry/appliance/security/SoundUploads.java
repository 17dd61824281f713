package org.belfry.appliance.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Sounds that programs send are in memory until they are judged, up to 100 MB each: so many at a
 * time, as of pages. Tables and documents have 4 MB at most, and updates go to the disk.
 */
final class SoundUploads extends OncePerRequestFilter {
  private static final List<String> SOUNDS =
      List.of(
          "/api/v1/announcements/",
          "/api/v1/mailboxes/",
          "/api/v1/music/",
          "/api/v1/playlists/",
          "/api/v1/prompts/");

  private final UploadRoom room = new UploadRoom();

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (!request.getMethod().equals("PUT")
        || SOUNDS.stream().noneMatch(request.getServletPath()::startsWith)) {
      chain.doFilter(request, response);
      return;
    }
    String who = String.valueOf(request.getRemoteUser());
    if (!room.enter(who)) {
      SecurityProblems.tooManyUploads(response);
      return;
    }
    try {
      chain.doFilter(request, response);
    } finally {
      room.leave(who);
    }
  }
}
