package org.belfry.pbx.inbound.gate;

/** One check that a request meets before it is routed. */
public interface RequestGate {

  GateVerdict on(Arrival arrival);

  /** Its name in traces and logs. */
  default String name() {
    return getClass().getSimpleName();
  }
}
