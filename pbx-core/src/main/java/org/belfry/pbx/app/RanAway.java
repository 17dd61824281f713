package org.belfry.pbx.app;

/** A program goes on and on: it is ended by this, which nobody should catch. */
final class RanAway extends RuntimeException {
  private static final long serialVersionUID = 1;

  RanAway(String why) {
    super(why);
  }
}
