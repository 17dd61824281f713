package org.belfry.pbx.app.trunk;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.belfry.pbx.call.OutsideCall;
import org.belfry.pbx.call.OutsideCalls;
import org.belfry.pbx.directory.DialPlan;
import org.belfry.pbx.directory.NumberClass;
import org.belfry.pbx.fuse.CountedCall;
import org.belfry.pbx.fuse.FraudFuse;
import org.belfry.pbx.fuse.FuseVerdict;
import org.belfry.pbx.fuse.FuseWords;
import org.belfry.pbx.routing.Numbers;
import org.jspecify.annotations.Nullable;

/** Asks the fraud fuse about each call that leaves. */
public final class FusedCalls implements OutsideCalls {
  private final FraudFuse fuse;
  private final Numbers numbers;
  private final Supplier<DialPlan> plan;
  private final AtomicLong calls = new AtomicLong();

  /**
   * @param numbers of what kind the numbers are
   * @param plan the site's, as it is now
   */
  public FusedCalls(FraudFuse fuse, Numbers numbers, Supplier<DialPlan> plan) {
    this.fuse = fuse;
    this.numbers = numbers;
    this.plan = plan;
  }

  @Override
  public Verdict leaves(OutsideCall call, String callId, Instant now) {
    CountedCall counted = counted(call, callId);
    return switch (fuse.asked(counted, now)) {
      case FuseVerdict.Pass pass -> new Verdict.Go(new Counting(counted.id()));
      case FuseVerdict.Refuse refuse -> {
        String why = FuseWords.sentence(refuse.fuse());
        yield new Verdict.Refuse(
            403, "Stopped By Fraud Protection", why, why + ". An administrator can release it");
      }
      case FuseVerdict.Hold hold -> {
        Verdict.Refuse no =
            new Verdict.Refuse(
                403,
                "First Call To This Country",
                "nobody has called " + hold.country() + " before",
                "Nobody has called this country before. An administrator can allow it");
        yield hold.caller() ? new Verdict.Ask(no) : no;
      }
    };
  }

  /** An emergency call is one however it came here; in doubt a number is what costs more. */
  private CountedCall counted(OutsideCall call, String callId) {
    DialPlan site = plan.get();
    String number = number(call, site);
    NumberClass kind = NumberClass.PREMIUM;
    @Nullable String country = null;
    if (call.emergency()
        || site.emergencyNumbers().contains(number)
        || numbers.emergency(number, site.country())) {
      kind = NumberClass.EMERGENCY;
    } else if (numbers.read(number, site.country(), site.areaCode())
        instanceof Numbers.Reading.Known known) {
      kind = known.kind();
      country = known.country();
    }
    // A group calls several numbers in one call.
    String id = callId + ' ' + calls.incrementAndGet();
    return new CountedCall(
        id,
        callId,
        call.payer(),
        call.trunk(),
        number,
        kind,
        country,
        site.country().equals(country),
        call.toPeer());
  }

  /** What is dialled for a peer may begin with the prefix for outside calls. */
  private static String number(OutsideCall call, DialPlan site) {
    String prefix = site.outsidePrefix();
    return call.toPeer() && !prefix.isEmpty() && call.number().startsWith(prefix)
        ? call.number().substring(prefix.length())
        : call.number();
  }

  /** Tells the fuse. */
  private final class Counting implements CallProgress {
    private final String id;

    Counting(String id) {
      this.id = id;
    }

    @Override
    public void answered(Instant now) {
      fuse.answered(id, now);
    }

    @Override
    public void ended(Instant now) {
      fuse.ended(id, now);
    }

    @Override
    public void over() {
      fuse.ended(id);
    }
  }
}
