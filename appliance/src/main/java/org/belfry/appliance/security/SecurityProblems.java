package org.belfry.appliance.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.InternalAuthenticationServiceException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.core.AuthenticationException;

/** Who may not is told so by a problem document (RFC 9457), like every other error of the API. */
final class SecurityProblems {
  private SecurityProblems() {}

  static void notLoggedIn(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
      throws IOException {
    switch (e) {
      case LockedException wait -> {
        response.setHeader("Retry-After", "60");
        write(response, HttpStatus.TOO_MANY_REQUESTS, "Too many wrong passwords; wait a little.");
      }
      case InternalAuthenticationServiceException away -> databaseAway(response);
      case PasswordWork.Busy busy -> {
        response.setHeader("Retry-After", "5");
        write(
            response,
            HttpStatus.SERVICE_UNAVAILABLE,
            "Too many people sign in at the moment; try again soon.");
      }
      default -> {
        response.addHeader("WWW-Authenticate", "Basic realm=\"Belfry\", charset=\"UTF-8\"");
        response.addHeader("WWW-Authenticate", "Bearer realm=\"Belfry\"");
        write(
            response,
            HttpStatus.UNAUTHORIZED,
            request.getRequestURI().equals("/api/v1/turn")
                ? "Log in with extension and SIP password."
                : "Log in as an administrator or with an API token.");
      }
    }
  }

  static void forbidden(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException e)
      throws IOException {
    write(response, HttpStatus.FORBIDDEN, "This account or token may not do that.");
  }

  static void fromElsewhere(HttpServletResponse response) throws IOException {
    write(
        response,
        HttpStatus.FORBIDDEN,
        "A page of another site may not do that; use a bearer token.");
  }

  static void atAnotherPort(HttpServletResponse response) throws IOException {
    write(response, HttpStatus.NOT_FOUND, "Administration answers at another port.");
  }

  static void tooManyTransfers(HttpServletResponse response) throws IOException {
    response.setHeader("Retry-After", "5");
    write(
        response,
        HttpStatus.TOO_MANY_REQUESTS,
        "Other transfers of sound are in progress. Try again soon.");
  }

  static void databaseAway(HttpServletResponse response) throws IOException {
    response.setHeader("Retry-After", "5");
    write(
        response,
        HttpStatus.SERVICE_UNAVAILABLE,
        "The database is unavailable. Calls continue. Try again soon.");
  }

  private static void write(HttpServletResponse response, HttpStatus status, String detail)
      throws IOException {
    response.setStatus(status.value());
    response.setCharacterEncoding(StandardCharsets.UTF_8);
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response
        .getWriter()
        .write(
            "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\"}"
                .formatted(status.getReasonPhrase(), status.value(), detail));
  }
}
