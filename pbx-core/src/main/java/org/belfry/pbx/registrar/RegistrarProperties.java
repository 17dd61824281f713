package org.belfry.pbx.registrar;

import java.time.Duration;

/**
 * Limits of the registrar.
 *
 * @param expiresDefault lifetime of a binding when the phone names none
 * @param expiresMin shorter wishes are answered with 423 (RFC 3261 §10.3 step 7)
 * @param expiresMax longer wishes are shortened
 * @param contactsPerAorMax bindings one AOR may have; more are answered with 403
 * @param keepAlive which phones are asked whether they are still there
 */
public record RegistrarProperties(
    Duration expiresDefault,
    Duration expiresMin,
    Duration expiresMax,
    int contactsPerAorMax,
    KeepAlive keepAlive) {
  public static final RegistrarProperties DEFAULT =
      new RegistrarProperties(
          Duration.ofHours(1), Duration.ofSeconds(60), Duration.ofHours(2), 10, KeepAlive.DEFAULT);

  /** The same, asking these phones. */
  public RegistrarProperties withKeepAlive(KeepAlive rule) {
    return new RegistrarProperties(expiresDefault, expiresMin, expiresMax, contactsPerAorMax, rule);
  }
}
