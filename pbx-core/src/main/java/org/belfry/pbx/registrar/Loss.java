package org.belfry.pbx.registrar;

/** Why a binding ended without its phone having said so. */
public enum Loss {
  /** It was not refreshed in time. */
  EXPIRED,
  /** The connection to the phone was closed (RFC 5626 §5.3). */
  FLOW_CLOSED,
  /** The phone no longer answers. */
  SILENT,
  /** An administrator removed it, or its user is gone. */
  REMOVED
}
