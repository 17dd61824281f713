package org.belfry.pbx.admin;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Certificates that are requested and renewed automatically by ACME (RFC 8555). */
public interface AcmeAdmin {
  /** The directory of Let's Encrypt. */
  String LETS_ENCRYPT = "https://acme-v02.api.letsencrypt.org/directory";

  /** The directory that is used to test with Let's Encrypt. Browsers do not trust it. */
  String LETS_ENCRYPT_STAGING = "https://acme-staging-v02.api.letsencrypt.org/directory";

  /** How the authority verifies that a name is ours. */
  enum Method {
    /** A file at port 80 of the name (RFC 8555 §8.3). */
    HTTP_01,
    /** A certificate at port 443 of the name (RFC 8737). */
    TLS_ALPN_01,
    /** A TXT record of the name, set by a dynamic update (RFC 8555 §8.4, RFC 2136). */
    DNS_01
  }

  /** How far a request has come. */
  enum Phase {
    NONE,
    ACCOUNT,
    ORDER,
    VALIDATION,
    ISSUING,
    /** The certificate is in use; for a test, it was issued and discarded. */
    DONE,
    FAILED;

    /** True while a request runs. */
    public boolean isBusy() {
      return this != NONE && this != DONE && this != FAILED;
    }
  }

  /** Why a request failed. */
  enum Reason {
    /** The directory did not answer. */
    UNREACHABLE,
    /** The directory has a private address, and that is not allowed. */
    INSIDE,
    /** The directory's own certificate is not trusted. */
    UNTRUSTED,
    /** The answer is not ACME. */
    NOT_ACME,
    /** The terms of service were not accepted. */
    TERMS,
    /** The authority requires an account that was made outside of ACME. */
    EXTERNAL_ACCOUNT,
    /** The authority refused the account or its e-mail address. */
    ACCOUNT,
    /** The authority issues no certificates for this name. */
    NAME_REFUSED,
    /** A CAA record forbids the authority to issue (RFC 8659). */
    CAA,
    /** Too many requests; try again later. */
    RATE_LIMITED,
    /** The name has no address, or its TXT record was not found. */
    DNS,
    /** The name leads to an address that is not ours. */
    ELSEWHERE,
    /** The authority could not connect to port 80, or 443. */
    NO_CONNECTION,
    /** The authority connected to something that gave another answer. */
    WRONG_ANSWER,
    /** The authority does not offer the chosen method. */
    METHOD,
    /** The DNS server refused the update or did not answer. */
    DNS_UPDATE,
    /** The authority did not finish in time. */
    TIMEOUT,
    /** The authority reported an error of its own. */
    SERVER,
    /** Belfry was stopped meanwhile. */
    STOPPED,
    /** An error of our own; the log has it. */
    OURS
  }

  /** Settings, the request that runs or ran last, and the next renewal. */
  AcmeView acme();

  /**
   * Changes the settings. Turned on, a certificate is requested when there is none for these names
   * from this directory.
   *
   * @throws InvalidCommand when something is missing or wrong
   */
  AcmeView change(ChangeAcme command);

  /**
   * Requests a certificate in the background.
   *
   * @param test true to request it from the staging directory where the directory is that of Let's
   *     Encrypt, and to discard it
   * @throws InvalidCommand when a request is running, or settings are missing
   */
  AcmeView request(boolean test);

  /**
   * The terms of service of a directory, or null when it has none.
   *
   * @param directory its URL
   * @param inside as {@link ChangeAcme#inside}
   * @param trust as {@link ChangeAcme#trust}
   * @throws InvalidCommand when it does not answer
   */
  @Nullable String terms(String directory, boolean inside, @Nullable String trust);

  /**
   * A DNS server that takes dynamic updates (RFC 2136) signed by TSIG (RFC 8945).
   *
   * @param server address or name, with a port when that is not 53
   * @param zone in which the names are
   * @param keyName of the TSIG key
   * @param algorithm of the TSIG key, such as {@code hmac-sha256}
   * @param waitSeconds after an update, until the zone's other servers have it
   */
  record DnsServer(String server, String zone, String keyName, String algorithm, int waitSeconds) {}

  /**
   * @param on null for off
   * @param directory URL of the authority's directory
   * @param email for the authority's notices; may be blank
   * @param names host names, 1 to 20
   * @param method null for {@link Method#HTTP_01}
   * @param agreed whether the owner accepts the authority's terms of service
   * @param inside whether the directory may be in a private network
   * @param trust PEM of the authority that the directory's own certificate is from; blank for the
   *     public ones
   * @param dns needed for {@link Method#DNS_01}
   * @param secret of the TSIG key, in Base64; null to keep the one there is
   */
  record ChangeAcme(
      @Nullable Boolean on,
      @Nullable String directory,
      @Nullable String email,
      @Nullable List<String> names,
      @Nullable Method method,
      @Nullable Boolean agreed,
      @Nullable Boolean inside,
      @Nullable String trust,
      @Nullable DnsServer dns,
      @Nullable String secret) {}

  /**
   * @param hasSecret whether there is a TSIG secret
   * @param httpPort where HTTP-01 is answered here; the authority connects to port 80
   * @param httpsPort where TLS-ALPN-01 is answered here; the authority connects to port 443
   */
  record AcmeView(
      boolean on,
      String directory,
      String email,
      List<String> names,
      Method method,
      boolean agreed,
      boolean inside,
      String trust,
      @Nullable DnsServer dns,
      boolean hasSecret,
      ProgressView progress,
      RenewalView renewal,
      int httpPort,
      int httpsPort) {}

  /**
   * @param test whether the certificate is discarded
   * @param name that it is about, if it is about one
   * @param reason when it failed
   * @param detail in the words of the authority or the network; null when there are none
   * @param since when the phase began; null before the first request
   */
  record ProgressView(
      Phase phase,
      boolean test,
      @Nullable String name,
      @Nullable Reason reason,
      @Nullable String detail,
      @Nullable Instant since) {}

  /**
   * @param due when the certificate is renewed, or a failed request repeated; null when off
   * @param failures in a row
   * @param failingSince when the first of them was
   */
  record RenewalView(@Nullable Instant due, int failures, @Nullable Instant failingSince) {}
}
