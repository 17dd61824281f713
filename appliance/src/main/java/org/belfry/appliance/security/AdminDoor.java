package org.belfry.appliance.security;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.belfry.appliance.system.BelfryProperties;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Where administration answers: everywhere, or at a port of its own only. At the other port
 * administrators and supervisors sign in as users, and a session of theirs from the own port is
 * good for nothing; of the API only what needs no log-in answers there.
 */
@Component
final class AdminDoor {
  private static final Set<String> ROLES = Set.of("ROLE_OWNER", "ROLE_ADMIN", "ROLE_SUPERVISOR");

  private final int port;

  @Autowired
  AdminDoor(BelfryProperties properties) {
    this(properties.hasAdminPort() ? properties.portOfAdministration() : 0);
  }

  /**
   * @param port of administration alone; 0 when it has none
   */
  AdminDoor(int port) {
    this.port = port;
  }

  /** Whether the request that is being answered came by the door that administration has not. */
  boolean isShutHere() {
    return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes now
        && isShut(now.getRequest());
  }

  /** The port is that of our own socket: what a request says of itself makes no difference. */
  boolean isShut(HttpServletRequest request) {
    return port > 0 && request.getLocalPort() != port;
  }

  /** Before any credentials are looked at. */
  Filter ofPrograms() {
    return new OncePerRequestFilter() {
      @Override
      protected void doFilterInternal(
          HttpServletRequest request, HttpServletResponse response, FilterChain chain)
          throws ServletException, IOException {
        if (isShut(request) && !WebSecurity.OPEN.contains(request.getServletPath())) {
          SecurityProblems.atAnotherPort(response);
          return;
        }
        chain.doFilter(request, response);
      }
    };
  }

  /** After the session is known. */
  Filter ofPages() {
    return new OncePerRequestFilter() {
      @Override
      protected void doFilterInternal(
          HttpServletRequest request, HttpServletResponse response, FilterChain chain)
          throws ServletException, IOException {
        if (isShut(request)
            && administers(SecurityContextHolder.getContext().getAuthentication())) {
          response.setStatus(HttpServletResponse.SC_FORBIDDEN);
          response.setContentType("text/plain");
          response.setCharacterEncoding(StandardCharsets.UTF_8);
          response.getWriter().write("Administration answers at another port. Sign out there.");
          return;
        }
        chain.doFilter(request, response);
      }
    };
  }

  private static boolean administers(@Nullable Authentication who) {
    return who != null
        && who.getAuthorities().stream().anyMatch(each -> ROLES.contains(each.getAuthority()));
  }
}
