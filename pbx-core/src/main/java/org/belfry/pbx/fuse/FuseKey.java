package org.belfry.pbx.fuse;

/**
 * One fuse.
 *
 * @param name extension, trunk or peer; empty for the site, and for the limits of every user, trunk
 *     or peer
 */
public record FuseKey(FuseScope scope, String name, FuseKind kind) {

  /** The same without a name: where the limits of all of its scope are found. */
  FuseKey everyone() {
    return name.isEmpty() ? this : new FuseKey(scope, "", kind);
  }
}
