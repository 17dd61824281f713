package org.belfry.pbx.routing.cpl;

/** How much thinking is left. */
final class Steps {
  private int left;

  Steps(int left) {
    this.left = left;
  }

  /** False when there is none left. */
  boolean take() {
    return left > 0 && left-- > 0;
  }

  boolean gone() {
    return left <= 0;
  }
}
