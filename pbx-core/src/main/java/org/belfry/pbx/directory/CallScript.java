package org.belfry.pbx.directory;

/**
 * A script that a user has brought for their own calls (RFC 3880). The snapshot only carries it;
 * what it does is known to {@code pbx.routing}, whose {@code Script} this is.
 */
public interface CallScript {

  /** The script as it was uploaded. */
  String text();
}
