package org.belfry.pbx.guard;

/**
 * When a lane has too much to do: between its high-water and its low-water mark it stays as it is,
 * so that callers are not let in and turned away by turns (RFC 6357 §8). One belongs to one lane.
 */
public final class Overload {
  private static final double QUEUE_HIGH = 0.8;
  private static final double QUEUE_LOW = 0.5;

  private final int transactionsHigh;
  private final int transactionsLow;
  private boolean shedding;

  /**
   * @param transactions the high-water mark of open transactions
   */
  public Overload(int transactions) {
    this.transactionsHigh = transactions;
    this.transactionsLow = transactions - transactions / 10;
  }

  /**
   * @param queued share of the lane's queue that is taken, 0.0 to 1.0
   * @param transactions that are open
   * @return true while new requests are to come back later
   */
  public boolean sheds(double queued, int transactions) {
    shedding =
        shedding
            ? queued >= QUEUE_LOW || transactions >= transactionsLow
            : queued > QUEUE_HIGH || transactions > transactionsHigh;
    return shedding;
  }
}
