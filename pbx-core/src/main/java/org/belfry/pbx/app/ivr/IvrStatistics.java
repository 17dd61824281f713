package org.belfry.pbx.app.ivr;

/** What callers do in attendants, for figures. Returns at once; for any thread. */
@FunctionalInterface
public interface IvrStatistics {
  void passed(String attendant, Passed passed);
}
