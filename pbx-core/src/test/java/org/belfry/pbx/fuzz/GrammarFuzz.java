package org.belfry.pbx.fuzz;

import static org.belfry.pbx.fuzz.MessageFuzz.refusedOr;

import java.nio.charset.StandardCharsets;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.HostAddress;

/** A URI or an address of anything. */
public final class GrammarFuzz {
  private GrammarFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    refusedOr(() -> read(Grammar.uri(text)));
    refusedOr(() -> read(Grammar.uri("sip:" + text)));
    refusedOr(() -> read(Grammar.nameAddr(text).uri()));
    refusedOr(() -> read(Grammar.nameAddr("<sip:a@b>" + text).uri()));
    HostAddress.socketAddress(text, 5060);
  }

  private static void read(SipUri uri) {
    if (uri.isSip() && uri.host().isEmpty()) {
      throw new AssertionError("a SIP URI without a host: " + uri.text());
    }
    uri.portOr(5060);
    uri.looseRouter();
  }
}
