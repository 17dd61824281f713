package org.belfry.media.relay;

/** Which way a leg's media may run, as its session description says, seen from the appliance. */
public enum Flow {
  BOTH(true, true),
  /** The phone only listens. */
  TO_PHONE(true, false),
  /** The phone only speaks, for example because it holds us. */
  FROM_PHONE(false, true),
  NONE(false, false);

  private final boolean toPhone;
  private final boolean fromPhone;

  Flow(boolean toPhone, boolean fromPhone) {
    this.toPhone = toPhone;
    this.fromPhone = fromPhone;
  }

  public boolean toPhone() {
    return toPhone;
  }

  public boolean fromPhone() {
    return fromPhone;
  }
}
