package org.belfry.appliance.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.belfry.appliance.guard.FailedLogIns;
import org.belfry.pbx.admin.FailedLogInAdmin.Door;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.web.filter.OncePerRequestFilter;

/** Takes the code of an authenticator, which is asked for after the password. */
final class CodeFilter extends OncePerRequestFilter {
  static final String PATH = "/login/code";
  private static final Logger AUDIT = LoggerFactory.getLogger("audit");

  private final SignIns signIns;
  private final FailedLogIns failures;
  private final GuessBrake brake = new GuessBrake();
  private final HttpSessionSecurityContextRepository contexts =
      new HttpSessionSecurityContextRepository();

  CodeFilter(SignIns signIns, FailedLogIns failures) {
    this.signIns = signIns;
    this.failures = failures;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Authentication now = SecurityContextHolder.getContext().getAuthentication();
    if (!request.getMethod().equals("POST")
        || !request.getServletPath().equals(PATH)
        || now == null
        || !(now.getPrincipal() instanceof Person person)) {
      chain.doFilter(request, response);
      return;
    }
    String to = local(request.getParameter("to"));
    if (proved(person, request)) {
      enter(person.proved(), now, request, response);
      response.sendRedirect(to);
    } else {
      response.sendRedirect(
          PATH + "?error&to=" + URLEncoder.encode(to.substring(1), StandardCharsets.UTF_8));
    }
  }

  /** Too many wrong codes have to wait as too many wrong passwords do: a million are not many. */
  private boolean proved(Person person, HttpServletRequest request) {
    String source = request.getRemoteAddr();
    String account = person.getUsername();
    String code = request.getParameter("code");
    // By account alone: whoever is here knows the password, and may come from many addresses.
    if (code == null || !brake.begin("", account, Instant.now())) {
      return false;
    }
    if (signIns.proves(account, code)) {
      brake.succeeded("", account);
      return true;
    }
    AUDIT.warn(
        "log-in failed source=https:{} account={} wrong=code",
        source,
        BrakedAuthentication.clean(account));
    failures.tell(Door.PAGES, source, account);
    return false;
  }

  private void enter(
      Person person,
      Authentication before,
      HttpServletRequest request,
      HttpServletResponse response) {
    var entered =
        UsernamePasswordAuthenticationToken.authenticated(person, null, person.getAuthorities());
    entered.setDetails(before.getDetails());
    SecurityContext context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(entered);
    SecurityContextHolder.setContext(context);
    request.changeSessionId(); // as after a password: who knew the old one is not let in with it
    contexts.saveContext(context, request, response);
  }

  /** Where to go on, on this site and nowhere else. */
  static String local(@Nullable String to) {
    return to == null || !to.matches("[A-Za-z0-9][A-Za-z0-9/._~%?&=-]*") ? "/" : "/" + to;
  }
}
