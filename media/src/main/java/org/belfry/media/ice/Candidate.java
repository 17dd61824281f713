package org.belfry.media.ice;

import java.net.InetSocketAddress;
import java.util.Locale;
import org.belfry.media.AddressText;
import org.jspecify.annotations.Nullable;

/**
 * An address under which somebody may be reached over UDP (RFC 8445 §5.1, RFC 8839 §5.1).
 *
 * @param foundation 1 to 32 characters: equal for candidates that will probably fare alike
 * @param component 1 for RTP (or all, with rtcp-mux), 2 for RTCP
 * @param priority 1 to 2^31-1
 * @param related the base of a reflexive candidate; only for people
 */
public record Candidate(
    String foundation,
    int component,
    long priority,
    InetSocketAddress address,
    CandidateType type,
    @Nullable InetSocketAddress related) {

  private static final long MAX_PRIORITY = 0x7fffffffL;

  /** What a line turned out to be. */
  public sealed interface Reading {}

  /** A candidate for us. */
  public record Usable(Candidate candidate) implements Reading {}

  /** Why a line is none. */
  public enum Ignored implements Reading {
    /** A name of multicast DNS (a browser hides its address): its checks will show the address. */
    HIDDEN,
    /** Not UDP. */
    TRANSPORT,
    /** Any other host name, which RFC 8839 §5.1 tells us to ignore. */
    NAME,
    /** An unknown type (RFC 8839 §5.1). */
    TYPE,
    /** No candidate line at all. */
    MALFORMED
  }

  /**
   * Reads the value of {@code a=candidate}, with or without the word "candidate:" in front. Never
   * looks up a name.
   */
  public static Reading parse(String line) {
    String text = line.strip();
    if (text.startsWith("candidate:")) {
      text = text.substring("candidate:".length());
    }
    if (text.length() > 512) {
      return Ignored.MALFORMED;
    }
    String[] words = text.split(" +");
    if (words.length < 8 || !words[6].equals("typ") || !isFoundation(words[0])) {
      return Ignored.MALFORMED;
    }
    long component = number(words[1], 256);
    long priority = number(words[3], MAX_PRIORITY);
    long port = number(words[5], 65535);
    if (component < 1 || priority < 1 || port < 0) {
      return Ignored.MALFORMED;
    }
    if (!words[2].equalsIgnoreCase("udp")) {
      return Ignored.TRANSPORT;
    }
    CandidateType type = CandidateType.ofWord(words[7]);
    if (type == null) {
      return Ignored.TYPE;
    }
    if (words[4].toLowerCase(Locale.ROOT).endsWith(".local")) {
      return Ignored.HIDDEN;
    }
    InetSocketAddress address = Subnet.literal(words[4], (int) port);
    if (address == null) {
      return Ignored.NAME;
    }
    return port == 0
        ? Ignored.MALFORMED
        : new Usable(
            new Candidate(words[0], (int) component, priority, address, type, related(words)));
  }

  private static @Nullable InetSocketAddress related(String[] words) {
    if (words.length < 12 || !words[8].equals("raddr") || !words[10].equals("rport")) {
      return null;
    }
    long port = number(words[11], 65535);
    return port < 0 ? null : Subnet.literal(words[9], (int) port);
  }

  /** RFC 8839 §5.1: {@code foundation = 1*32ice-char}. */
  private static boolean isFoundation(String word) {
    return !word.isEmpty() && word.length() <= 32 && word.chars().allMatch(Candidate::isIceChar);
  }

  private static boolean isIceChar(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '+'
        || c == '/';
  }

  private static long number(String text, long max) {
    if (text.isEmpty() || text.length() > 10 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return -1;
    }
    long number = Long.parseLong(text);
    return number > max ? -1 : number;
  }

  /** The value of {@code a=candidate}, without "candidate:" in front. */
  public String toLine() {
    String line =
        "%s %d udp %d %s %d typ %s"
            .formatted(
                foundation,
                component,
                priority,
                AddressText.of(address.getAddress()),
                address.getPort(),
                type.word());
    InetSocketAddress base = related;
    return base == null
        ? line
        : line + " raddr " + AddressText.of(base.getAddress()) + " rport " + base.getPort();
  }
}
