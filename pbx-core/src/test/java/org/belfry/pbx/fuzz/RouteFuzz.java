package org.belfry.pbx.fuzz;

import static org.belfry.pbx.fuzz.MessageFuzz.refusedOr;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.route.DialogRoute;

/**
 * A Route of anything is read or is not ours (RFC 3261 §16.4). That none is taken for ours is no
 * question for a fuzzer that looks over our shoulder: it sees what its MAC is compared with.
 */
public final class RouteFuzz {
  private static final DialogRoute ROUTES =
      new DialogRoute("a secret of sixteen bytes".getBytes(StandardCharsets.UTF_8));

  private static final SipRequest BYE =
      SipRequest.create(Method.BYE, "sip:a@192.0.2.1")
          .add(HeaderName.FROM, "<sip:a@192.0.2.1>;tag=1")
          .add(HeaderName.TO, "<sip:b@192.0.2.1>;tag=2")
          .add(HeaderName.CALL_ID, "a84b4c76e66710")
          .done();

  private RouteFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    refusedOr(() -> ROUTES.read(Grammar.nameAddr(text).uri(), BYE, Instant.EPOCH));
    refusedOr(() -> ROUTES.read(Grammar.uri("sip:" + text + "@192.0.2.1;lr"), BYE, Instant.EPOCH));
  }
}
