package org.belfry.appliance.settings;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Sees administrators who have signed in: they reach the pages. Tokens do not count: a program on
 * this machine reaches more than its owner.
 */
final class AdministratorSeen extends OncePerRequestFilter {
  private static final String OF_TOKENS = "token:";
  private static final String ADMINISTRATOR = "ROLE_ADMIN";

  private final Restarts restarts;

  AdministratorSeen(Restarts restarts) {
    this.restarts = restarts;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (restarts.confirmBy() != null) {
      Authentication who = SecurityContextHolder.getContext().getAuthentication();
      if (who != null
          && who.isAuthenticated()
          && !who.getName().startsWith(OF_TOKENS)
          && who.getAuthorities().stream()
              .anyMatch(each -> ADMINISTRATOR.equals(each.getAuthority()))) {
        restarts.administratorSeen();
      }
    }
    chain.doFilter(request, response);
  }
}
