package org.belfry.media.sdp.negotiation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.belfry.media.sdp.MediaDescription;
import org.belfry.media.sdp.PayloadFormat;
import org.belfry.media.sdp.Samples;
import org.belfry.media.sdp.SessionDescription;

/** A phone that abides by RFC 3264, of a random make, with its own numbers for its codecs. */
final class RandomPhone {
  private static final List<String> CODECS =
      List.of(
          "PCMU/8000",
          "PCMA/8000",
          "G722/8000",
          "opus/48000/2",
          "iLBC/8000",
          "X-OWN/8000",
          "telephone-event/8000",
          "telephone-event/48000",
          "CN/8000");
  private static final List<String> VIDEO = List.of("100 VP8/90000", "101 H264/90000");
  private static final List<SideProfile> MAKES =
      List.of(
          SideProfile.PLAIN,
          SideProfile.PLAIN,
          SideProfile.SDES_OPTIONAL,
          SideProfile.SDES_REQUIRED,
          SideProfile.DTLS,
          SideProfile.WEBRTC);
  private static final String KEY = "THEIRKEYTHEIRKEYTHEIRKEYTHEIRKEYTHEIRKEY";

  private final Random random;
  private final String network;
  private final SideProfile profile;
  private final List<String> codecs = new ArrayList<>();
  private int version;
  private List<String> names = List.of();
  private List<Boolean> lines = List.of();
  private List<Boolean> tried = List.of();

  RandomPhone(Random random, String network) {
    this.random = random;
    this.network = network;
    profile = MAKES.get(random.nextInt(MAKES.size()));
    int first = 96 + random.nextInt(10);
    for (int i = 0; i < CODECS.size(); i++) {
      if (random.nextInt(3) > 0) {
        codecs.add(number(i, first + i) + " " + CODECS.get(i));
      }
    }
  }

  private static int number(int codec, int dynamic) {
    return switch (CODECS.get(codec)) {
      case "PCMU/8000" -> 0;
      case "PCMA/8000" -> 8;
      case "G722/8000" -> 9;
      case "CN/8000" -> 13;
      default -> dynamic;
    };
  }

  SideProfile profile() {
    return profile;
  }

  SessionDescription offer() {
    tried = new ArrayList<>(lines);
    if (tried.isEmpty() || random.nextInt(4) == 0) {
      tried.add(true);
    }
    tried.replaceAll(used -> random.nextInt(8) > 0);
    var text = new StringBuilder();
    var mids = new ArrayList<String>();
    for (int i = 0; i < tried.size(); i++) {
      List<String> formats = type(i).equals("audio") ? shuffled(codecs) : VIDEO;
      section(text, i, tried.get(i), formats, profile.transport().protocol(), "actpass");
      mids.add(name(i));
    }
    return description(text, mids);
  }

  private static String type(int index) {
    return index % 3 == 1 ? "video" : "audio";
  }

  /** As agreed once, or of its own taste. */
  private String name(int index) {
    return index < names.size() ? names.get(index) : "m" + index;
  }

  SessionDescription answer(SessionDescription offer) {
    tried = new ArrayList<>();
    var text = new StringBuilder();
    var mids = new ArrayList<String>();
    for (int i = 0; i < offer.media().size(); i++) {
      MediaDescription asked = offer.media().get(i);
      var common = new ArrayList<String>();
      for (PayloadFormat format : asked.payloadFormats()) {
        for (String own : codecs) {
          if (format.codec().equals(own.substring(own.indexOf(' ') + 1).toLowerCase(Locale.ROOT))) {
            // With the offerer's number, or with its own.
            common.add(random.nextBoolean() ? format.rtpmap() : own);
          }
        }
      }
      if (asked.type().equals("video")) {
        common.addAll(VIDEO);
      }
      boolean used = asked.port() != 0 && isPossible(common) && random.nextInt(8) > 0;
      tried.add(used);
      answered(text, i, used, common, asked);
      mids.add(asked.mid() == null ? name(i) : asked.mid());
    }
    return description(text, mids);
  }

  private static boolean isPossible(List<String> rtpmaps) {
    List<String> numbers = rtpmaps.stream().map(map -> map.split(" ")[0]).toList();
    return numbers.stream().distinct().count() == numbers.size()
        && rtpmaps.stream().anyMatch(map -> !map.matches(".*(telephone-event|CN).*"));
  }

  private void answered(
      StringBuilder text, int index, boolean used, List<String> formats, MediaDescription asked) {
    var lines = new StringBuilder();
    section(lines, index, used, formats, asked.protocol(), "active");
    String all = lines.toString();
    if (asked.crypto().isEmpty()) {
      all = all.replaceAll("a=crypto[^\r]*\r\n", "");
    }
    if (asked.mid() == null) {
      all = all.replace("a=mid:" + name(index) + "\r\n", "");
    } else {
      all = all.replace("a=mid:" + name(index), "a=mid:" + asked.mid());
    }
    if (!asked.rtcpMux()) {
      all = all.replace("a=rtcp-mux\r\n", "");
    }
    text.append(all);
  }

  void agreed(SessionDescription description) {
    lines = tried;
    names = new ArrayList<>();
    for (MediaDescription section : description.media()) {
      names.add(section.mid() == null ? name(names.size()) : section.mid());
    }
  }

  void forget() {
    tried = lines;
  }

  private List<String> shuffled(List<String> all) {
    var copy = new ArrayList<>(all);
    Collections.shuffle(copy, random);
    return copy;
  }

  private void section(
      StringBuilder out,
      int index,
      boolean used,
      List<String> rtpmaps,
      String protocol,
      String setup) {
    List<String> numbers = rtpmaps.stream().map(map -> map.split(" ")[0]).toList();
    out.append("m=")
        .append(type(index))
        .append(' ')
        .append(used ? 4000 + 2 * index : 0)
        .append(' ')
        .append(protocol);
    out.append(' ').append(numbers.isEmpty() ? "0" : String.join(" ", numbers)).append("\r\n");
    if (profile.bundle()) {
      out.append("a=mid:").append(name(index)).append("\r\n");
    }
    if (!used) {
      return;
    }
    out.append("c=IN IP4 ").append(network).append("7.").append(index).append("\r\n");
    rtpmaps.forEach(map -> out.append("a=rtpmap:").append(map).append("\r\n"));
    out.append("a=X-where:").append(network).append("0.1 5060\r\n");
    out.append("a=rtcp:")
        .append(4001 + 2 * index)
        .append(" IN IP4 ")
        .append(network)
        .append("8.8\r\n");
    String[] directions = {"sendrecv", "sendrecv", "sendonly", "recvonly", "inactive"};
    out.append("a=").append(directions[random.nextInt(directions.length)]).append("\r\n");
    if (profile.transport().isDtls()) {
      out.append("a=fingerprint:sha-256 ").append("AB:".repeat(31)).append("AB\r\na=setup:");
      out.append(setup).append("\r\na=rtcp-mux\r\n");
    } else if (profile.opportunistic() || profile.transport().isSecure()) {
      out.append("a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:").append(KEY).append("\r\n");
    }
    if (profile.ice()) {
      out.append("a=ice-ufrag:theirufrag\r\na=ice-pwd:theirpasswordtheirpassword\r\n");
      out.append("a=candidate:1 1 udp 7 ").append(network).append("9.9 4000 typ srflx raddr ");
      out.append(network).append("3.3 rport 9\r\n");
    }
  }

  private SessionDescription description(StringBuilder sections, List<String> mids) {
    version++;
    String group = profile.bundle() ? "a=group:BUNDLE " + String.join(" ", mids) + "\r\n" : "";
    return Samples.parsed(
        "v=0\r\no=- 1 %d IN IP4 %s0.1\r\ns=-\r\nc=IN IP4 %s0.1\r\nt=0 0\r\n%s%s"
            .formatted(version, network, network, group, sections));
  }
}
