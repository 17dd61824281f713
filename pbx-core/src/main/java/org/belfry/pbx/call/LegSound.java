package org.belfry.pbx.call;

/**
 * The sound of a leg that we hold ourselves, as signalling sees it: descriptions in, descriptions
 * out (RFC 3264). Called on the lane of the leg, so it must not block.
 */
public interface LegSound {

  /**
   * The far end offers, for the first time or again; the same answer for the same offer.
   *
   * @throws Unusable when it cannot be answered; what was agreed on stays
   */
  byte[] answer(byte[] offer) throws Unusable;

  /**
   * We offer, all over again.
   *
   * @throws Unusable when there is no port left
   */
  byte[] offer() throws Unusable;

  /**
   * The far end answers what we offered last.
   *
   * @throws Unusable when nothing is left in common
   */
  void answered(byte[] answer) throws Unusable;

  /** The leg is over; a second time does nothing. */
  void close();

  /** A description that leads to no sound. */
  final class Unusable extends Exception {
    private static final long serialVersionUID = 1;
    private final int status;

    /**
     * @param status 488, or 503 when we have no port left
     * @param why a sentence
     */
    public Unusable(int status, String why) {
      super(why, null, false, false);
      this.status = status;
    }

    public int status() {
      return status;
    }
  }
}
