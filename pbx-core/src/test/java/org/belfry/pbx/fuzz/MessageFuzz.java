package org.belfry.pbx.fuzz;

import java.util.Arrays;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.MalformedHeader;
import org.belfry.pbx.sip.message.MessageParser;
import org.belfry.pbx.sip.message.SipMessage;
import org.belfry.pbx.sip.message.SipRequest;

/**
 * A datagram of anything: it is a message or it is not; each question is answered or refused with
 * {@link MalformedHeader}; what was found sound leaves as something that reads the same.
 */
public final class MessageFuzz {
  private static final HeaderName[] ADDRESSES = {
    HeaderName.FROM, HeaderName.TO, HeaderName.CONTACT, HeaderName.ROUTE, HeaderName.RECORD_ROUTE
  };

  private MessageFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    SipMessage message = MessageParser.parse(data, 0, data.length);
    if (message == null) {
      return;
    }
    String problem = message.problem();
    ask(message);
    byte[] wire = message.encoded();
    SipMessage again = MessageParser.parse(wire, 0, wire.length);
    if (problem != null) {
      return;
    }
    if (again == null || again.problem() != null) {
      throw new AssertionError("sound when it came, unsound when it left");
    }
    if (!again.callId().equals(message.callId())
        || !again.cseq().equals(message.cseq())
        || !again.topVia().equals(message.topVia())
        || !Arrays.equals(again.body(), message.body())) {
      throw new AssertionError("it reads differently when it left");
    }
    if (message instanceof SipRequest request) {
      SipMessage answer = request.respond(400, "Bad Request", "tag").done();
      byte[] answered = answer.encoded();
      SipMessage read = MessageParser.parse(answered, 0, answered.length);
      if (read == null || read.problem() != null) {
        throw new AssertionError("our answer to it cannot be read");
      }
    }
  }

  static void ask(SipMessage message) {
    refusedOr(message::topVia);
    refusedOr(message::vias);
    refusedOr(message::cseq);
    refusedOr(message::callId);
    refusedOr(message::fromTag);
    refusedOr(message::toTag);
    refusedOr(() -> message.number(HeaderName.EXPIRES, 0));
    refusedOr(() -> message.number(HeaderName.MAX_FORWARDS, 70));
    refusedOr(message::body);
    if (message instanceof SipRequest request) {
      refusedOr(request::uri);
    }
    for (HeaderName name : ADDRESSES) {
      for (String value : message.values(name)) {
        refusedOr(() -> Grammar.nameAddr(value));
      }
    }
    for (String value : message.headers(HeaderName.AUTHORIZATION)) {
      refusedOr(() -> Grammar.credentials(value));
    }
  }

  /** Anything but an answer or a refusal is a fault. */
  static void refusedOr(Runnable question) {
    try {
      question.run();
    } catch (MalformedHeader refused) {
      if (refused.phrase().isEmpty() || refused.phrase().indexOf('\r') >= 0) {
        throw new AssertionError("a refusal that cannot be said", refused);
      }
    }
  }
}
