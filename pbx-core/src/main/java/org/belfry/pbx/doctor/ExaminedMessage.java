package org.belfry.pbx.doctor;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.message.HostAddress;
import org.belfry.pbx.sip.message.MessageParser;
import org.belfry.pbx.sip.message.SipMessage;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.belfry.pbx.trace.TracedMessage;
import org.belfry.pbx.trace.TracedMessage.Direction;
import org.jspecify.annotations.Nullable;

/** A message of a trace, read. */
record ExaminedMessage(TracedMessage traced, SipMessage sip) {

  /** The message, or null when it cannot be read. */
  static @Nullable ExaminedMessage of(TracedMessage traced) {
    byte[] bytes = traced.bytes();
    SipMessage sip = MessageParser.parse(bytes, 0, bytes.length);
    if (sip == null
        || sip.header(HeaderName.CSEQ) == null
        || sip.header(HeaderName.CALL_ID) == null) {
      return null;
    }
    return new ExaminedMessage(traced, sip);
  }

  boolean received() {
    return traced.direction() == Direction.RECEIVED;
  }

  /** True for a request of this method. */
  boolean is(String method) {
    return sip instanceof SipRequest request && request.method().name().equals(method);
  }

  /** 0 for a request. */
  int status() {
    return sip instanceof SipResponse response ? response.status() : 0;
  }

  /** Number and method, as they were written. */
  String cseq() {
    return header(HeaderName.CSEQ).strip();
  }

  String header(HeaderName name) {
    String value = sip.header(name);
    return value == null ? "" : value;
  }

  /** The other end, as {@code udp:192.0.2.5:5060}. */
  String peer() {
    return traced.hop().shown();
  }

  /** Where it goes or comes from in the other direction: answers to it are found by that. */
  boolean answers(ExaminedMessage request) {
    return status() > 0
        && received() != request.received()
        && cseq().equals(request.cseq())
        && peer().equals(request.peer())
        && header(HeaderName.CALL_ID).equals(request.header(HeaderName.CALL_ID));
  }

  boolean repeats(ExaminedMessage other) {
    return traced.direction() == other.traced.direction()
        && peer().equals(other.peer())
        && java.util.Arrays.equals(traced.bytes(), other.traced.bytes());
  }

  String shown() {
    return sip instanceof SipResponse response
        ? response.status() + " " + response.reason()
        : sip.method().name();
  }

  /** Lines of the session description that start so, without the start. */
  List<String> sdp(String start) {
    if (sip.bodyLength() == 0 || !header(HeaderName.CONTENT_TYPE).startsWith("application/sdp")) {
      return List.of();
    }
    return new String(sip.body(), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith(start))
        .map(line -> line.substring(start.length()))
        .toList();
  }

  /** The private address that it wants media at although it came from a public one, or null. */
  @Nullable String privateMedia() {
    InetAddress from = traced.hop().remote().getAddress();
    if (!received() || from == null || isPrivate(from)) {
      return null;
    }
    for (String line : sdp("c=IN IP4 ")) {
      InetAddress said = HostAddress.address(line.strip());
      if (said != null && isPrivate(said)) {
        return line.strip();
      }
    }
    return null;
  }

  /** RFC 1918 and RFC 6598 (shared address space), loopback and link-local. */
  static boolean isPrivate(InetAddress address) {
    byte[] b = address.getAddress();
    return address.isSiteLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || (b.length == 4 && (b[0] & 0xff) == 100 && (b[1] & 0xc0) == 64);
  }
}
