package org.belfry.appliance.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** {@code Authorization: Bearer …} with an API token (RFC 6750 §2.1). */
final class TokenFilter extends OncePerRequestFilter {
  private static final Logger AUDIT = LoggerFactory.getLogger("audit");
  private static final String SCHEME = "Bearer ";

  private final Accounts accounts;

  TokenFilter(Accounts accounts) {
    this.accounts = accounts;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String header = request.getHeader("Authorization");
    if (header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      Optional<String> name;
      try {
        name = accounts.tokenNamed(header.substring(SCHEME.length()).strip());
      } catch (DataAccessException e) {
        SecurityProblems.databaseAway(response);
        return;
      }
      if (name.isPresent()) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(
            UsernamePasswordAuthenticationToken.authenticated(
                "token " + name.get(), null, List.of(new SimpleGrantedAuthority("ROLE_ADMIN"))));
        SecurityContextHolder.setContext(context);
      } else {
        AUDIT.warn("log-in failed source=https:{} account=API-token", request.getRemoteAddr());
      }
    }
    chain.doFilter(request, response);
  }
}
