package org.belfry.pbx.sip.message;

/**
 * Why a message is refused that was cut, or that nobody can cut: it exceeds a limit of ours, or
 * lies about its length. A request with one is answered so, as far as it can be read (RFC 3261
 * §21.4.1, §21.4.11, §21.5.7).
 *
 * @param status 400 to 699
 * @param phrase goes into the answer; no personal data, no line ends
 */
public record Flaw(int status, String phrase) {
  /** More than {@link MessageParser#MAX_FIELDS}. */
  public static final Flaw TOO_MANY_FIELDS = new Flaw(513, "Too Many Header Fields");

  /** The header, or all of a datagram, is longer than what is looked at. */
  public static final Flaw TOO_LARGE = new Flaw(513, "Message Too Large");

  /** The body is longer than what is taken. */
  public static final Flaw BODY_TOO_LARGE = new Flaw(413, "Request Entity Too Large");

  /** Content-Length is no number, or there are two that differ. */
  public static final Flaw BAD_LENGTH = new Flaw(400, "Content-Length cannot be read");
}
