package org.belfry.pbx.doctor;

import java.util.List;
import org.belfry.pbx.cdr.CallRecord.Cause;
import org.belfry.pbx.doctor.Rule.Hit;
import org.belfry.pbx.sip.Transport;
import org.jspecify.annotations.Nullable;

/** How calls end: at least one of these applies to each call that no provider has refused. */
final class EndingRules {
  static final List<Rule> ALL =
      List.of(
          Rule.warning("fuse_refused", EndingRules::fuse),
          Rule.error("fuse_ended", e -> cause(e, Cause.FRAUD)),
          Rule.error("browser_vanished", e -> vanished(e, true)),
          Rule.error("phone_vanished", e -> vanished(e, false)),
          Rule.error("restart", e -> cause(e, Cause.ENDED_BY_RESTART)),
          Rule.warning("end_unseen", e -> cause(e, Cause.LOST)),
          Rule.note("ended_by_admin", e -> cause(e, Cause.ENDED_BY_ADMIN)),
          Rule.note("preempted", e -> cause(e, Cause.PREEMPTED)),
          Rule.note("voicemail", e -> Hit.when(e.call().toVoicemail())),
          Rule.note("abandoned", e -> cause(e, Cause.CANCELLED)),
          Rule.note("busy", e -> refused(e, Cause.BUSY)),
          Rule.note("no_answer", e -> refused(e, Cause.NO_ANSWER)),
          Rule.note("declined", e -> refused(e, Cause.DECLINED)),
          Rule.warning("not_registered", e -> refused(e, Cause.NOT_REGISTERED)),
          Rule.warning("unknown_number", e -> refused(e, Cause.UNKNOWN_NUMBER)),
          Rule.warning("forbidden", EndingRules::forbidden),
          Rule.error("unreachable", e -> refused(e, Cause.UNREACHABLE)),
          Rule.error("failed", e -> refused(e, Cause.FAILED)),
          Rule.ok("well", e -> well(e, true)),
          Rule.ok("answered", e -> well(e, false)));

  private EndingRules() {}

  private static @Nullable Hit cause(Evidence e, Cause cause) {
    return Hit.when(e.call().cause() == cause);
  }

  private static @Nullable Hit refused(Evidence e, Cause cause) {
    return TrunkRules.speak(e) ? null : cause(e, cause);
  }

  private static @Nullable Hit fuse(Evidence e) {
    return Hit.when(
        e.note("fraud") != null
            || e.note("nobody has called ") != null
            || e.first(m -> m.shown().equals("403 Stopped By Fraud Protection")) != null);
  }

  private static @Nullable Hit forbidden(Evidence e) {
    return fuse(e) != null ? null : refused(e, Cause.FORBIDDEN);
  }

  private static @Nullable Hit vanished(Evidence e, boolean browser) {
    boolean web =
        e.first(m ->
            m.traced().hop().transport() == Transport.WS
                || m.traced().hop().transport() == Transport.WSS)
            != null;
    return web == browser ? cause(e, Cause.MEDIA_LOST) : null;
  }

  private static @Nullable Hit well(Evidence e, boolean measured) {
    boolean ended =
        e.call().cause() == Cause.CALLER_HUNG_UP || e.call().cause() == Cause.CALLEE_HUNG_UP;
    return Hit.when(ended && !e.call().toVoicemail() && e.audio().isEmpty() != measured);
  }
}
