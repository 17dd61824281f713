package org.belfry.pbx.app;

/**
 * Why a call came to an application instead of the one it was for (RFC 5806, RFC 7044).
 *
 * @param extension whose call it was
 * @param why what happened there
 */
public record Diverted(String extension, Why why) {

  /** As a plan says it. */
  public enum Why {
    ALWAYS,
    BUSY,
    NO_ANSWER,
    UNREACHABLE
  }
}
