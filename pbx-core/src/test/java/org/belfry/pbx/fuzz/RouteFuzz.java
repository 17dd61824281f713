package org.belfry.pbx.fuzz;

import static org.belfry.pbx.fuzz.MessageFuzz.refusedOr;

import java.nio.charset.StandardCharsets;
import org.belfry.pbx.proxy.DialogRoute;
import org.belfry.pbx.sip.message.Grammar;

/**
 * A Route of anything is read or is not ours (RFC 3261 §16.4). That none is taken for ours is no
 * question for a fuzzer that looks over our shoulder: it sees what its MAC is compared with.
 */
public final class RouteFuzz {
  private static final DialogRoute ROUTES =
      new DialogRoute("a secret of sixteen bytes".getBytes(StandardCharsets.UTF_8));

  private static final String CALL_ID = "a84b4c76e66710";

  private RouteFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    refusedOr(() -> ROUTES.read(Grammar.nameAddr(text).uri(), CALL_ID));
    refusedOr(() -> ROUTES.read(Grammar.uri("sip:" + text + "@192.0.2.1;lr"), CALL_ID));
  }
}
