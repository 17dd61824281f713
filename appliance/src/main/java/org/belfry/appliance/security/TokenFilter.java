package org.belfry.appliance.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.belfry.appliance.guard.FailedLogIns;
import org.belfry.pbx.admin.AccountAdmin.Scope;
import org.belfry.pbx.admin.FailedLogInAdmin.Door;
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

  /** Before the token's name. No account begins so. */
  static final String PRINCIPAL = "token:";

  private static final String SCHEME = "Bearer ";

  private static final SimpleGrantedAuthority ADMIN = new SimpleGrantedAuthority("ROLE_ADMIN");
  private static final SimpleGrantedAuthority LOCAL = new SimpleGrantedAuthority("ROLE_LOCAL");

  private final Accounts accounts;
  private final LocalAccess local;
  private final FailedLogIns failures;

  TokenFilter(Accounts accounts, LocalAccess local, FailedLogIns failures) {
    this.accounts = accounts;
    this.local = local;
    this.failures = failures;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String header = request.getHeader("Authorization");
    if (header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      String secret = header.substring(SCHEME.length()).strip();
      boolean isLocal = local.isToken(secret);
      Optional<Accounts.Token> token;
      try {
        token = isLocal ? Optional.of(LocalAccess.BEARER) : accounts.token(secret);
      } catch (DataAccessException e) {
        SecurityProblems.databaseAway(response);
        return;
      }
      if (token.isPresent()) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        UsernamePasswordAuthenticationToken who =
            UsernamePasswordAuthenticationToken.authenticated(
                PRINCIPAL + token.get().name(),
                null,
                isLocal ? List.of(ADMIN, LOCAL) : authorities(token.get().scopes()));
        who.setDetails(token.get());
        context.setAuthentication(who);
        SecurityContextHolder.setContext(context);
      } else {
        AUDIT.warn("log-in failed source=https:{} account=API-token", request.getRemoteAddr());
        failures.tell(Door.API_TOKEN, request.getRemoteAddr(), "");
      }
    }
    chain.doFilter(request, response);
  }

  private static List<SimpleGrantedAuthority> authorities(Set<Scope> scopes) {
    return scopes.contains(Scope.ADMIN)
        ? List.of(ADMIN)
        : scopes.stream().map(TokenFilter::authority).toList();
  }

  /** How Spring Security calls a scope. */
  static SimpleGrantedAuthority authority(Scope scope) {
    return scope == Scope.ADMIN ? ADMIN : new SimpleGrantedAuthority("SCOPE_" + scope.name());
  }
}
