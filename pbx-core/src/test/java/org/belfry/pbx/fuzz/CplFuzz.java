package org.belfry.pbx.fuzz;

import java.time.Instant;
import java.time.ZoneId;
import org.belfry.pbx.routing.CallPlan;
import org.belfry.pbx.routing.Script;
import org.belfry.pbx.routing.cpl.CplScript;

/** Any upload is a script that plans, or is refused with at least one problem (RFC 3880). */
public final class CplFuzz {
  private static final Instant NOW = Instant.parse("2026-11-20T11:00:00Z");

  private static final Script.Around AROUND =
      new Script.Around() {
        @Override
        public String extension() {
          return "1001";
        }

        @Override
        public CallPlan normal() {
          return new CallPlan.Reject(480, "Temporarily Unavailable");
        }

        @Override
        public CallPlan.Place phones() {
          return new CallPlan.Place.Phones("1001");
        }

        @Override
        public boolean registered() {
          return true;
        }

        @Override
        public CallPlan.Place place(String uri) {
          return new CallPlan.Place.Address(uri);
        }

        @Override
        public ZoneId zone() {
          return ZoneId.of("Europe/Berlin");
        }
      };

  private CplFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    switch (CplScript.parse(data)) {
      case CplScript.Refused refused -> {
        if (refused.problems().isEmpty()) {
          throw new AssertionError("refused for nothing");
        }
      }
      case CplScript.Read read -> {
        for (Script.Direction direction : Script.Direction.values()) {
          Script.Call call =
              Script.Call.between(direction, "sip:a@example.org", "sip:1001@example.com");
          if (!read.script()
              .plan(call, NOW, AROUND)
              .equals(read.script().plan(call, NOW, AROUND))) {
            throw new AssertionError("two plans of one call differ");
          }
        }
      }
    }
  }
}
