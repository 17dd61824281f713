package org.belfry.pbx.call;

import java.time.Instant;
import java.util.List;

/** An application for scenarios: a B2BUA that calls somebody of ours for whoever calls it. */
public final class Relay implements Application {
  private final String name;
  private final String to;

  public Relay(String name, String to) {
    this.name = name;
    this.to = to;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Reception called(Incoming incoming, Instant now) {
    LegProfile profile =
        new LegProfile(
            "Relay",
            incoming.desk().contact(name),
            LegProfile.EVERYTHING,
            true,
            null,
            LegLimits.DEFAULT);
    CalledParty far =
        new CalledParty(
            new CallEffect.Way.Inside(name, Payer.NOBODY),
            profile,
            to,
            "\"The relay\" <sip:relay@pbx.example>",
            "<" + to + ">",
            List.of(),
            Content.NOTHING,
            CalledParty.USUAL);
    return new Reception.Taken(
        profile, BackToBack.calling(new BackToBack.Setup(name, far, profile, 0)));
  }
}
