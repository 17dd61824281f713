package org.belfry.appliance.acme;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import javax.net.ssl.SSLException;
import org.belfry.appliance.outgoing.OutgoingHttp;
import org.belfry.pbx.admin.AcmeAdmin.Reason;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.Identifier;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeLazyLoadingException;
import org.shredzone.acme4j.exception.AcmeNetworkException;
import org.shredzone.acme4j.exception.AcmeRateLimitedException;
import org.shredzone.acme4j.exception.AcmeServerException;

/** Why there is no certificate. */
public final class AcmeFailure extends Exception {
  private static final long serialVersionUID = 1L;
  private static final String ERRORS = "urn:ietf:params:acme:error:";
  private static final int DETAIL_MAX = 500;

  private final Reason reason;
  private final @Nullable String name;
  private final @Nullable String detail;
  private final @Nullable Instant retryAfter;

  private AcmeFailure(
      Reason reason,
      @Nullable String name,
      @Nullable String detail,
      @Nullable Instant retryAfter,
      @Nullable Throwable cause) {
    super(reason + (detail == null ? "" : ": " + detail), cause);
    this.reason = reason;
    this.name = name;
    this.detail =
        detail == null || detail.length() <= DETAIL_MAX ? detail : detail.substring(0, DETAIL_MAX);
    this.retryAfter = retryAfter;
  }

  AcmeFailure(Reason reason, @Nullable String name, @Nullable String detail) {
    this(reason, name, detail, null, null);
  }

  /** What an authority has refused. */
  public static AcmeFailure refused(Reason reason, String name, String detail) {
    return new AcmeFailure(reason, name, detail);
  }

  /** An error of our own; the log has it. */
  public static AcmeFailure ours(Exception e) {
    return new AcmeFailure(Reason.OURS, null, e.getMessage(), null, e);
  }

  /** The same with another reason, found out by looking ourselves. */
  public AcmeFailure because(Reason found, String what) {
    return new AcmeFailure(found, name, what, retryAfter, this);
  }

  public Reason reason() {
    return reason;
  }

  /** The host name that it is about, if it is about one. */
  public @Nullable String name() {
    return name;
  }

  /** In the words of the authority or the network. */
  public @Nullable String detail() {
    return detail;
  }

  /** When the authority takes the next request, if it says so. */
  public @Nullable Instant retryAfter() {
    return retryAfter;
  }

  /** What acme4j says. */
  static AcmeFailure of(Exception e) {
    Throwable cause = e instanceof AcmeLazyLoadingException ? e.getCause() : e;
    return switch (cause) {
      case AcmeRateLimitedException limited ->
          new AcmeFailure(
              Reason.RATE_LIMITED,
              null,
              words(limited.getProblem()),
              limited.getRetryAfter().orElse(null),
              e);
      case AcmeServerException refused -> of(refused.getProblem(), null);
      case AcmeNetworkException network -> network(network.getCause(), e);
      case AcmeException other when String.valueOf(other.getMessage()).startsWith("HTTP 5") ->
          new AcmeFailure(Reason.SERVER, null, other.getMessage(), null, e);
      case null, default ->
          new AcmeFailure(
              Reason.NOT_ACME,
              null,
              String.valueOf((cause == null ? e : cause).getMessage()),
              null,
              e);
    };
  }

  private static AcmeFailure network(@Nullable Throwable cause, Exception e) {
    Reason reason =
        switch (cause) {
          case OutgoingHttp.Inside inside -> Reason.INSIDE;
          case SSLException untrusted -> Reason.UNTRUSTED;
          case null, default -> Reason.UNREACHABLE;
        };
    String words = cause instanceof IOException io ? io.getMessage() : null;
    return new AcmeFailure(reason, null, words == null ? e.getMessage() : words, null, e);
  }

  /**
   * What an authority says (RFC 8555 §6.7).
   *
   * @param name that it is about, where it does not say so itself
   */
  static AcmeFailure of(Problem problem, @Nullable String name) {
    Problem nearest =
        problem.getSubProblems().isEmpty() ? problem : problem.getSubProblems().getFirst();
    String about =
        nearest
            .getIdentifier()
            .filter(its -> Identifier.TYPE_DNS.equals(its.getType()))
            .map(Identifier::getDomain)
            .orElse(name);
    return new AcmeFailure(reason(nearest.getType()), about, words(nearest));
  }

  private static String words(Problem problem) {
    return problem.getDetail().or(problem::getTitle).orElseGet(() -> problem.getType().toString());
  }

  private static Reason reason(URI type) {
    String text = type.toString();
    return switch (text.startsWith(ERRORS) ? text.substring(ERRORS.length()) : "") {
      case "rateLimited" -> Reason.RATE_LIMITED;
      case "caa" -> Reason.CAA;
      case "dns" -> Reason.DNS;
      case "connection" -> Reason.NO_CONNECTION;
      case "tls", "unauthorized", "incorrectResponse" -> Reason.WRONG_ANSWER;
      case "rejectedIdentifier", "unsupportedIdentifier" -> Reason.NAME_REFUSED;
      case "externalAccountRequired" -> Reason.EXTERNAL_ACCOUNT;
      case "userActionRequired" -> Reason.TERMS;
      case "invalidContact", "unsupportedContact", "accountDoesNotExist" -> Reason.ACCOUNT;
      default -> Reason.SERVER;
    };
  }
}
