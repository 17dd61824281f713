package org.belfry.pbx.sim;

/**
 * Something that must hold in any scenario does not, whatever the weather and whatever failed: an
 * expectation of a single scenario that fails is another {@link AssertionError}.
 */
public final class BrokenInvariant extends AssertionError {
  BrokenInvariant(String message) {
    super(message);
  }
}
