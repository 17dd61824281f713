package org.belfry.appliance.certificates;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.belfry.pbx.admin.AcmeAdmin.ProgressView;
import org.jspecify.annotations.Nullable;

/**
 * What came of automatic certificates so far; outlives a restart.
 *
 * @param accounts encrypted keys by directory and e-mail address
 * @param issued SHA-256 of the certificate that was put into use last; null before the first
 * @param issuedBy its directory
 * @param issuedFor its names
 * @param fraction where in a suggested window it is renewed, 0 to below 1
 * @param failures in a row
 * @param failingSince when the first of them was
 * @param retryAt when the request is repeated; null when the last was no failure
 * @param last the last phase of the last request that was no test; null before the first
 */
record AcmeState(
    Map<String, byte[]> accounts,
    @Nullable String issued,
    @Nullable String issuedBy,
    List<String> issuedFor,
    double fraction,
    int failures,
    @Nullable Instant failingSince,
    @Nullable Instant retryAt,
    @Nullable ProgressView last) {
  private static final int ACCOUNTS_MAX = 20;

  static final AcmeState FIRST =
      new AcmeState(Map.of(), null, null, List.of(), 0, 0, null, null, null);

  AcmeState withAccount(String directory, byte[] sealed) {
    Map<String, byte[]> all = new LinkedHashMap<>(accounts);
    all.put(directory, sealed);
    if (all.size() > ACCOUNTS_MAX) {
      all.remove(all.keySet().iterator().next()); // a new account is made when it is used again
    }
    return new AcmeState(
        all, issued, issuedBy, issuedFor, fraction, failures, failingSince, retryAt, last);
  }

  /** A new certificate is in use. */
  AcmeState issued(String fingerprint, AcmeSettings by, double fraction, ProgressView last) {
    return new AcmeState(
        accounts, fingerprint, by.directory(), by.names(), fraction, 0, null, null, last);
  }

  /**
   * @param retry when the request is repeated
   */
  AcmeState failed(Instant now, Instant retry, ProgressView last) {
    return new AcmeState(
        accounts,
        issued,
        issuedBy,
        issuedFor,
        fraction,
        failures + 1,
        failingSince == null ? now : failingSince,
        retry,
        last);
  }

  /** The owner has changed something: failures before are no more of interest. */
  AcmeState anew(boolean keepIssued) {
    return new AcmeState(
        accounts,
        keepIssued ? issued : null,
        keepIssued ? issuedBy : null,
        keepIssued ? issuedFor : List.of(),
        fraction,
        0,
        null,
        null,
        last);
  }
}
