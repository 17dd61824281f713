package org.belfry.media.srtp.sdes;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import org.belfry.media.srtp.SrtpKeys;
import org.belfry.media.srtp.SrtpSuite;
import org.belfry.media.srtp.sdes.CryptoAttribute.Unusable;
import org.belfry.media.srtp.sdes.CryptoAttribute.Usable;

/**
 * Agrees keys by offer and answer (RFC 4568 §5). Knows nothing but what it is given: who offers
 * again keeps its attributes, and the keys with them (§5.3, §7.1.4).
 */
public final class Sdes {
  /** Lines of an offer that are looked at. */
  static final int MAX_LINES = 32;

  private Sdes() {}

  /** What an offer and an answer came to. */
  public sealed interface Outcome {}

  /**
   * Both sides have keys.
   *
   * @param ours the line for our answer, or the one of our offer that was taken
   * @param receiving what the other side sends with
   */
  public record Agreed(CryptoAttribute ours, SrtpKeys receiving) implements Outcome {
    /** What we send with. */
    public SrtpKeys sending() {
      return ours.keys();
    }
  }

  /**
   * No keys.
   *
   * @param why sentences without an end, joined by semicolons
   */
  public record Refused(String why) implements Outcome {}

  /**
   * The lines of an offer: one for each suite, tags from 1, each with a key of its own (§7.1.1:
   * keys are fresh for each media stream, so call it for each).
   */
  public static List<CryptoAttribute> offer(List<SrtpSuite> order, SecureRandom random) {
    List<CryptoAttribute> lines = new ArrayList<>();
    for (SrtpSuite suite : order) {
      lines.add(new CryptoAttribute(lines.size() + 1, fresh(suite, random)));
    }
    return lines;
  }

  /**
   * Answers an offer (§5.1.2): takes the line whose suite stands first in our order, and of two
   * with the same suite the first.
   *
   * @param offered the values of the a=crypto lines
   */
  public static Outcome answer(List<String> offered, List<SrtpSuite> order, SecureRandom random) {
    List<CryptoAttribute> usable = new ArrayList<>();
    List<String> complaints = new ArrayList<>();
    for (String line : offered.subList(0, Math.min(offered.size(), MAX_LINES))) {
      switch (CryptoAttribute.parse(line)) {
        case Usable(CryptoAttribute a) when order.contains(a.keys().suite()) -> usable.add(a);
        case Usable(CryptoAttribute a) -> complaints.add(a.suiteName() + " is not allowed here");
        case Unusable(String why) -> complaints.add(why);
      }
    }
    return usable.stream()
        .min(Comparator.comparingInt(a -> order.indexOf(a.keys().suite())))
        .<Outcome>map(theirs -> agreed(theirs, random))
        .orElseGet(() ->
            new Refused(
                complaints.isEmpty()
                    ? "no crypto line was offered"
                    : String.join("; ", complaints)));
  }

  private static Agreed agreed(CryptoAttribute theirs, SecureRandom random) {
    SrtpKeys sending = fresh(theirs.keys().suite(), random);
    return new Agreed(
        new CryptoAttribute(theirs.tag(), theirs.suiteName(), sending, OptionalLong.empty()),
        theirs.keys());
  }

  /**
   * Takes the answer to our offer (§5.1.3).
   *
   * @param answered the values of its a=crypto lines, of which there must be exactly one
   */
  public static Outcome accept(List<CryptoAttribute> offer, List<String> answered) {
    if (answered.size() != 1) {
      return new Refused(
          "the answer has " + answered.size() + " crypto lines where one is expected");
    }
    return switch (CryptoAttribute.parse(answered.getFirst())) {
      case Unusable(String why) -> new Refused(why);
      case Usable(CryptoAttribute theirs) -> accept(offer, theirs);
    };
  }

  private static Outcome accept(List<CryptoAttribute> offer, CryptoAttribute theirs) {
    for (CryptoAttribute ours : offer) {
      if (ours.tag() == theirs.tag() && ours.keys().suite() == theirs.keys().suite()) {
        return new Agreed(ours, theirs.keys());
      }
    }
    return new Refused(
        "the answer takes %s with tag %d, which was not offered"
            .formatted(theirs.suiteName(), theirs.tag()));
  }

  /** Keys from a random source, without an MKI (§6.1: 128 or 256 bits and a salt). */
  public static SrtpKeys fresh(SrtpSuite suite, SecureRandom random) {
    byte[] key = new byte[suite.keyLength()];
    byte[] salt = new byte[suite.saltLength()];
    random.nextBytes(key);
    random.nextBytes(salt);
    return new SrtpKeys(suite, key, salt);
  }
}
