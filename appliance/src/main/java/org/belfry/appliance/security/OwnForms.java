package org.belfry.appliance.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The forms to sign in are ours alone: another site cannot post to them, so as to have somebody
 * work under an account that is not theirs. They carry no token, since they are drawn before there
 * is a session; browsers say by Sec-Fetch-Site (Fetch Metadata) where a form comes from.
 */
final class OwnForms extends OncePerRequestFilter {

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String from = request.getHeader("Sec-Fetch-Site");
    boolean form =
        request.getMethod().equals("POST") && request.getServletPath().startsWith("/login");
    if (form && from != null && !from.equals("same-origin") && !from.equals("none")) {
      response.setStatus(
          HttpServletResponse.SC_FORBIDDEN); // no error page: that would be behind the log-in
      return;
    }
    chain.doFilter(request, response);
  }
}
