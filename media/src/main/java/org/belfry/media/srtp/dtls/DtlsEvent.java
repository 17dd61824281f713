package org.belfry.media.srtp.dtls;

import org.belfry.media.srtp.SrtpProtection;

/**
 * What an endpoint tells: {@link Connected} or {@link Failed}, once; after the first perhaps {@link
 * Closed}. Nothing after {@link DtlsEndpoint#close}.
 */
public sealed interface DtlsEvent {
  /** The other side has the certificate it announced, and there are keys. */
  record Connected(SrtpProtection protection) implements DtlsEvent {}

  /**
   * There are no keys and there will be none.
   *
   * @param why a sentence without an end
   */
  record Failed(String why) implements DtlsEvent {}

  /**
   * The other side ended the association (close_notify or a fatal alert), or what it sent did.
   *
   * @param why a sentence without an end
   */
  record Closed(String why) implements DtlsEvent {}
}
