package org.belfry.pbx.doctor;

import org.belfry.pbx.doctor.CallFinding.Leg;
import org.belfry.pbx.doctor.CallFinding.Severity;
import org.jspecify.annotations.Nullable;

/** Recognises one thing in a call. */
record Rule(String code, Severity severity, Look look) {

  /** Looks for it. */
  @FunctionalInterface
  interface Look {
    /** What was seen, or null when the rule does not apply. */
    @Nullable Hit at(Evidence evidence);
  }

  /**
   * @param detail what was seen, or null
   */
  record Hit(Leg leg, @Nullable String detail) {
    static final Hit CALL = new Hit(Leg.CALL, null);

    static @Nullable Hit when(boolean applies) {
      return applies ? CALL : null;
    }

    static @Nullable Hit of(@Nullable ExaminedMessage message, Evidence evidence) {
      return message == null ? null : new Hit(evidence.leg(message), message.shown());
    }
  }

  static Rule ok(String code, Look look) {
    return new Rule(code, Severity.OK, look);
  }

  static Rule note(String code, Look look) {
    return new Rule(code, Severity.NOTE, look);
  }

  static Rule warning(String code, Look look) {
    return new Rule(code, Severity.WARNING, look);
  }

  static Rule error(String code, Look look) {
    return new Rule(code, Severity.ERROR, look);
  }

  @Nullable CallFinding examine(Evidence evidence) {
    Hit hit = look.at(evidence);
    return hit == null ? null : new CallFinding(code, severity, hit.leg(), hit.detail());
  }
}
