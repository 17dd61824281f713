package org.belfry.media.sdp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One media section: its lines, and what they mean together with those of the session (RFC 8866
 * §5.14). Views answer null, 0 or an empty list for what is not said or not well-formed.
 *
 * @param line the m-line
 * @param own the section's lines, the m-line first
 * @param session the lines of session level, which hold where the section says nothing
 */
public record MediaDescription(MediaLine line, Lines own, Lines session) {
  private static final Set<String> RTP =
      Set.of(
          "RTP/AVP", "RTP/AVPF", "RTP/SAVP", "RTP/SAVPF", "UDP/TLS/RTP/SAVP", "UDP/TLS/RTP/SAVPF");

  public String type() {
    return line.type();
  }

  public int port() {
    return line.port();
  }

  public String protocol() {
    return line.protocol();
  }

  /** Whether it is RTP over UDP, of whatever profile. */
  public boolean isRtp() {
    return RTP.contains(protocol());
  }

  /** Fax by UDPTL (ITU-T T.38 annex D). */
  public boolean isFax() {
    return protocol().equalsIgnoreCase("udptl");
  }

  /**
   * Whether it is declined or no longer used. A port of 0 means that (RFC 3264 §6), unless the
   * section asks for a place in a bundle only (RFC 8843 §6).
   */
  public boolean isDisabled() {
    return port() == 0 && !own.has("bundle-only");
  }

  public @Nullable Connection connection() {
    String value = own.first('c');
    if (value == null) {
      value = session.first('c');
    }
    return value == null ? null : Connection.parse(value);
  }

  /** What the attribute says, {@code sendrecv} if nothing does. */
  public Direction direction() {
    Direction direction = Direction.in(own);
    if (direction == null) {
      direction = Direction.in(session);
    }
    return direction == null ? Direction.SENDRECV : direction;
  }

  /** Milliseconds a packet, rounded up; 0 if not said (RFC 8866 §6.4). */
  public int ptime() {
    return milliseconds(own.value("ptime"));
  }

  /** The most milliseconds in a packet; 0 if not said (RFC 8866 §6.5). */
  public int maxPtime() {
    return milliseconds(own.value("maxptime"));
  }

  /** Some write 20.0 or 2.5: rounded up. 0 if there is none, -1 if it is no number. */
  static int milliseconds(@Nullable String value) {
    if (value == null) {
      return 0;
    }
    String text = value.strip();
    int dot = text.indexOf('.');
    int whole = Digits.of(dot < 0 ? text : text.substring(0, dot), 1_000_000);
    if (whole < 0 || dot < 0) {
      return whole;
    }
    long fraction = Digits.of(text.substring(dot + 1), Long.MAX_VALUE);
    return fraction < 0 ? -1 : fraction == 0 ? whole : whole + 1;
  }

  /** The formats that are named, by an attribute or by RFC 3551, in the order of preference. */
  public List<PayloadFormat> payloadFormats() {
    Map<Integer, String> maps = byPayloadType("rtpmap");
    Map<Integer, String> parameters = byPayloadType("fmtp");
    var formats = new LinkedHashMap<Integer, PayloadFormat>();
    for (String text : line.formats()) {
      int number = Digits.of(text, 127);
      if (number < 0) {
        continue;
      }
      String map = maps.get(number);
      PayloadFormat format =
          map == null
              ? PayloadFormat.assigned(number, parameters.get(number))
              : PayloadFormat.parse(number, map, parameters.get(number));
      if (format != null) {
        formats.putIfAbsent(number, format);
      }
    }
    return List.copyOf(formats.values());
  }

  private Map<Integer, String> byPayloadType(String attribute) {
    var found = new HashMap<Integer, String>();
    for (String value : own.values(attribute, SdpLimits.LINES)) {
      int space = value.indexOf(' ');
      int number = space < 0 ? -1 : Digits.of(value.substring(0, space), 127);
      if (number >= 0) {
        found.putIfAbsent(number, value.substring(space + 1).strip());
      }
    }
    return found;
  }

  /** RFC 4568 §4. */
  public List<Crypto> crypto() {
    return views("crypto", SdpLimits.PER_SECTION, Crypto::parse);
  }

  /** RFC 8122 §5; the session's count where the section has none. */
  public List<Fingerprint> fingerprints() {
    List<Fingerprint> found = views("fingerprint", SdpLimits.PER_SECTION, Fingerprint::parse);
    return found.isEmpty() && !own.has("fingerprint")
        ? views(session, "fingerprint", SdpLimits.PER_SECTION, Fingerprint::parse)
        : found;
  }

  public @Nullable Setup setup() {
    String value = ownOrSession("setup");
    return value == null ? null : Setup.of(value);
  }

  /** RFC 8839 §5.4. */
  public @Nullable IceCredentials iceCredentials() {
    String ufrag = ownOrSession("ice-ufrag");
    String password = ownOrSession("ice-pwd");
    if (ufrag == null || password == null) {
      return null;
    }
    return IceCredentials.isUfrag(ufrag) && IceCredentials.isPassword(password)
        ? new IceCredentials(ufrag, password)
        : null;
  }

  /** Whether it takes part in ICE. */
  public boolean usesIce() {
    return iceCredentials() != null;
  }

  /** The first {@link SdpLimits#CANDIDATES} of its candidates (RFC 8839 §5.1). */
  public List<Candidate> candidates() {
    return views("candidate", SdpLimits.CANDIDATES, Candidate::parse);
  }

  /** Whether no more candidates will follow (RFC 8840 §8.2). */
  public boolean endOfCandidates() {
    return own.has("end-of-candidates") || session.has("end-of-candidates");
  }

  /** For example {@code trickle}, {@code renomination} (RFC 8839 §5.6). */
  public List<String> iceOptions() {
    String value = ownOrSession("ice-options");
    return value == null || value.isBlank() ? List.of() : List.of(value.strip().split(" +"));
  }

  public boolean iceLite() {
    return session.has("ice-lite");
  }

  public boolean rtcpMux() {
    return own.has("rtcp-mux");
  }

  /** RFC 3605. */
  public @Nullable RtcpAddress rtcp() {
    String value = own.value("rtcp");
    return value == null ? null : RtcpAddress.parse(value);
  }

  /** RFC 5888 §4. */
  public @Nullable String mid() {
    String value = own.value("mid");
    return value == null || value.isBlank() || value.strip().indexOf(' ') >= 0
        ? null
        : value.strip();
  }

  /** RFC 4574. */
  public @Nullable String label() {
    return own.value("label");
  }

  /** RFC 8830. */
  public @Nullable String msid() {
    return own.value("msid");
  }

  public List<HeaderExtension> headerExtensions() {
    return views("extmap", SdpLimits.PER_SECTION, HeaderExtension::parse);
  }

  public List<Source> sources() {
    return views("ssrc", SdpLimits.PER_SECTION, Source::parse);
  }

  /** RFC 4585 §4.2, as written after the colon. */
  public List<String> feedback() {
    return own.values("rtcp-fb", SdpLimits.FORMATS);
  }

  /** The attributes of T.38 annex D.2.3 by name, {@code T38FaxVersion} and so on. */
  public Map<String, String> fax() {
    var found = new LinkedHashMap<String, String>();
    for (Line each : own.all()) {
      String name = each.attributeName();
      if (name != null && name.startsWith("T38")) {
        found.putIfAbsent(name, each.attributeValue());
      }
    }
    return found;
  }

  private @Nullable String ownOrSession(String attribute) {
    String value = own.value(attribute);
    if (value == null) {
      value = session.value(attribute);
    }
    return value == null ? null : value.strip();
  }

  private <T> List<T> views(String attribute, int limit, Function<String, @Nullable T> parse) {
    return views(own, attribute, limit, parse);
  }

  private static <T> List<T> views(
      Lines lines, String attribute, int limit, Function<String, @Nullable T> parse) {
    var found = new ArrayList<T>();
    for (String value : lines.values(attribute, limit)) {
      T view = parse.apply(value);
      if (view != null) {
        found.add(Objects.requireNonNull(view));
      }
    }
    return List.copyOf(found);
  }

  @Override
  public String toString() {
    return line.text();
  }
}
