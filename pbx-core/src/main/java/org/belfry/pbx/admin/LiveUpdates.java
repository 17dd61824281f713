package org.belfry.pbx.admin;

/** Tells pages that show live things when to look again. */
public interface LiveUpdates {

  /**
   * Calls the listener after registrations or calls have changed, at most a few times a second, on
   * a thread of the appliance's; the listener must return soon.
   *
   * @return closes the subscription
   */
  Subscription onChange(Runnable listener);

  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
