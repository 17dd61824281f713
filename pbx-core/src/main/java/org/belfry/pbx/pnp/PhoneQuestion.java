package org.belfry.pbx.pnp;

import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.belfry.pbx.sip.AddressText;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.MalformedHeader;
import org.belfry.pbx.sip.message.MessageParser;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.jspecify.annotations.Nullable;

/**
 * What a phone asks.
 *
 * @param identity who it says it is: the Request-URI without escapes, {@code
 *     sip:MAC:00135E874B49@…} or {@code sip:MAC=00304fa99948@…}; makers differ, so the reader looks
 *     for a MAC address in it
 * @param vendor as it writes itself; empty when it says nothing; so the next two
 */
public record PhoneQuestion(
    SipRequest request, String identity, String vendor, String model, String version) {
  /** More than this is no phone's question. */
  public static final int BYTES_MAX = 4096;

  private static final String PACKAGE = "ua-profile";
  private static final int TEXT_MAX = 64;
  private static final Pattern PORT = Pattern.compile(":(\\d{1,5})(?:[;?]|$)");

  /** Null for anything that is no such question. */
  public static @Nullable PhoneQuestion read(byte[] datagram) {
    if (datagram.length > BYTES_MAX
        || !(MessageParser.parse(datagram, 0, datagram.length) instanceof SipRequest request)
        || request.problem() != null
        || !request.method().equals(Method.SUBSCRIBE)) {
      return null;
    }
    try {
      String event = request.mandatory(HeaderName.EVENT);
      if (!event.split(";", 2)[0].strip().equalsIgnoreCase(PACKAGE)) {
        return null;
      }
      request.mandatory(HeaderName.CONTACT);
      request.callId();
      request.topVia();
      Map<String, String> said = parameters(event);
      return new PhoneQuestion(
          request,
          unescaped(request.uriText()),
          said.getOrDefault("vendor", ""),
          said.getOrDefault("model", ""),
          said.getOrDefault("version", ""));
    } catch (MalformedHeader e) {
      return null; // who asks so gets no answer, as from any machine that is no server of this
    }
  }

  /** 200, with the To tag that the subscription has from now on. */
  public SipResponse accepted(InetSocketAddress local, String tag) {
    return request
        .respond(200, "OK", tag)
        .add(HeaderName.CONTACT, "<sip:" + host(local) + ">")
        .add(HeaderName.EXPIRES, "0")
        .done();
  }

  /**
   * The one NOTIFY, which ends the subscription too.
   *
   * @param branch of its Via, beginning with {@code z9hG4bK}
   * @param url where the phone finds its configuration
   */
  public SipRequest notice(InetSocketAddress local, String tag, String branch, String url) {
    String to = request.header(HeaderName.TO);
    String from = request.header(HeaderName.FROM);
    return SipRequest.create(Method.NOTIFY, target())
        .add(HeaderName.VIA, "SIP/2.0/UDP " + host(local) + ";branch=" + branch + ";rport")
        .add(HeaderName.MAX_FORWARDS, "20")
        .add(HeaderName.FROM, to + ";tag=" + tag)
        .add(HeaderName.TO, String.valueOf(from))
        .add(HeaderName.CALL_ID, request.callId())
        .add(HeaderName.CSEQ, "1 NOTIFY")
        .add(HeaderName.CONTACT, "<sip:" + host(local) + ">")
        .add(HeaderName.EVENT, String.valueOf(request.header(HeaderName.EVENT)))
        .add(HeaderName.SUBSCRIPTION_STATE, "terminated;reason=timeout")
        .body("application/url", url.getBytes(StandardCharsets.UTF_8))
        .done();
  }

  /** The port at which it wants its answer: the one in its Contact, or the usual. */
  public int contactPort() {
    Matcher port = PORT.matcher(target());
    int number = port.find() ? Integer.parseInt(port.group(1)) : 0;
    return number > 0 && number < 65_536 ? number : 5060;
  }

  /** The URI in its Contact. */
  private String target() {
    String contact = String.valueOf(request.header(HeaderName.CONTACT));
    int open = contact.indexOf('<');
    int close = contact.indexOf('>', open + 1);
    return open >= 0 && close > open
        ? contact.substring(open + 1, close)
        : contact.split(";", 2)[0].strip();
  }

  private static String host(InetSocketAddress local) {
    return AddressText.inUri(local.getAddress()) + ":" + local.getPort();
  }

  private static String unescaped(String uri) {
    try {
      return URLDecoder.decode(uri.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return uri; // an escape that is none: it stands for itself
    }
  }

  private static Map<String, String> parameters(String event) {
    Map<String, String> said = new HashMap<>();
    for (String each : List.of(event.split(";", -1))) {
      int equals = each.indexOf('=');
      if (equals > 0) {
        String value = each.substring(equals + 1).strip().replaceAll("^\"|\"$", "");
        String name = each.substring(0, equals).strip().toLowerCase(Locale.ROOT);
        said.put(name, value.substring(0, Math.min(TEXT_MAX, value.length())));
      }
    }
    return said;
  }
}
