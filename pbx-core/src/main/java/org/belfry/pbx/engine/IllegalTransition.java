package org.belfry.pbx.engine;

/**
 * One of our own machines was driven into a corner that should not exist: our fault, never the
 * peer's.
 */
public final class IllegalTransition extends IllegalStateException {
  public IllegalTransition(Object state, Object event) {
    super("no transition from " + state + " on " + event);
  }
}
