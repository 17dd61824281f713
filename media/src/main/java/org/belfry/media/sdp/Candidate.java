package org.belfry.media.sdp;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A candidate (RFC 8839 §5.1).
 *
 * @param component 1 is RTP (or everything when multiplexed), 2 is RTCP
 * @param transport {@code udp}, {@code tcp}… as written
 * @param priority 0 to 2^32 - 1
 * @param address a literal, or a name such as {@code ….local} (RFC 8828 and its mDNS companion)
 * @param type {@code host}, {@code srflx}, {@code prflx}, {@code relay} or one not known
 * @param relatedAddress what it was mapped from, or null
 * @param relatedPort 0 if there is none
 * @param extensions names and values by turns, as written
 */
public record Candidate(
    String foundation,
    int component,
    String transport,
    long priority,
    String address,
    int port,
    String type,
    @Nullable String relatedAddress,
    int relatedPort,
    List<String> extensions) {
  public Candidate {
    extensions = List.copyOf(extensions);
  }

  /** Reads what stands after {@code candidate:}; null if it is not well-formed. */
  public static @Nullable Candidate parse(String value) {
    String[] words = value.strip().split(" +");
    if (words.length < 8 || words.length > 64 || !words[6].equals("typ")) {
      return null;
    }
    int component = Digits.of(words[1], 256);
    long priority = Digits.of(words[3], 0xffffffffL);
    int port = Digits.of(words[5], 65535);
    if (component < 1
        || priority < 0
        || port < 0
        || words[0].length() > 32
        || !Connection.isHost(words[4])) {
      return null;
    }
    String relatedAddress = null;
    int relatedPort = 0;
    int next = 8;
    if (words.length >= next + 2 && words[next].equals("raddr")) {
      relatedAddress = words[next + 1];
      next += 2;
    }
    if (words.length >= next + 2 && words[next].equals("rport")) {
      relatedPort = Math.max(0, Digits.of(words[next + 1], 65535));
      next += 2;
    }
    return new Candidate(
        words[0],
        component,
        words[2],
        priority,
        words[4],
        port,
        words[7],
        relatedAddress,
        relatedPort,
        Arrays.asList(words).subList(next, words.length));
  }

  public boolean isUdp() {
    return transport.equalsIgnoreCase("udp");
  }

  /** Hidden behind a name that only its own network can look up. */
  public boolean isMdns() {
    return address.endsWith(".local");
  }

  /** As it stands after {@code a=candidate:}. */
  public String text() {
    var out = new StringBuilder();
    out.append(foundation).append(' ').append(component).append(' ').append(transport);
    out.append(' ').append(priority).append(' ').append(address).append(' ').append(port);
    out.append(" typ ").append(type);
    if (relatedAddress != null) {
      out.append(" raddr ").append(relatedAddress).append(" rport ").append(relatedPort);
    }
    extensions.forEach(word -> out.append(' ').append(word));
    return out.toString();
  }
}
