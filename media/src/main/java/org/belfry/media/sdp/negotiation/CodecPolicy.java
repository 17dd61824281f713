package org.belfry.media.sdp.negotiation;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.belfry.media.sdp.PayloadFormat;
import org.jspecify.annotations.Nullable;

/**
 * Which audio codecs calls may use. Video and all else passes as it is.
 *
 * @param order names, the most wanted first; those not named keep their place behind them. Empty:
 *     as the caller wants it
 * @param allowed names in lower case; empty: any
 * @param transcodable what we encode and decode, the most wanted first, with the numbers and
 *     parameters that we offer it with
 * @param adding when codecs that the caller did not offer are offered to the callee
 * @param digits whether digits are translated for a side that has no telephone-events: then the
 *     other side has them all the same
 */
public record CodecPolicy(
    List<String> order,
    Set<String> allowed,
    List<PayloadFormat> transcodable,
    Adding adding,
    boolean digits) {

  /** Added codecs always stand behind the caller's own. */
  public enum Adding {
    /** Calls without a common codec fail. */
    NEVER,
    /**
     * Only for a device that is known to have none of the caller's; of one of which nothing is
     * known, G.711 is taken for granted.
     */
    WHEN_NOTHING_SHARED,
    /** Also for a device of which nothing is known. It may then choose one without need. */
    WHEN_NOT_KNOWN
  }

  /** The caller's order; usual codecs; codecs are added where it is known to be needed. */
  public static final CodecPolicy DEFAULT =
      new CodecPolicy(
          List.of(),
          Set.of(
              "opus",
              "g722",
              "pcma",
              "pcmu",
              "telephone-event",
              "cn",
              "g729",
              "g723",
              "g726-16",
              "g726-24",
              "g726-32",
              "g726-40",
              "g7221",
              "gsm",
              "ilbc",
              "speex",
              "amr",
              "amr-wb",
              "evs",
              "silk",
              "l16"),
          List.of(
              new PayloadFormat(111, "opus", 48000, 2, "minptime=10;useinbandfec=1"),
              PayloadFormat.of(9, "G722", 8000),
              PayloadFormat.of(8, "PCMA", 8000),
              PayloadFormat.of(0, "PCMU", 8000)),
          Adding.WHEN_NOTHING_SHARED,
          false);

  public CodecPolicy {
    order = List.copyOf(order);
    allowed =
        allowed.stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
    transcodable = List.copyOf(transcodable);
  }

  public CodecPolicy withAdding(Adding value) {
    return new CodecPolicy(order, allowed, transcodable, value, digits);
  }

  public CodecPolicy withOrder(List<String> names) {
    return new CodecPolicy(names, allowed, transcodable, adding, digits);
  }

  public CodecPolicy withAllowed(Set<String> names) {
    return new CodecPolicy(order, names, transcodable, adding, digits);
  }

  public CodecPolicy withDigits(boolean translated) {
    return new CodecPolicy(order, allowed, transcodable, adding, translated);
  }

  /** Whether digits can be put into this speech, and be found in it. */
  boolean translatesDigits(List<PayloadFormat> speech) {
    return digits
        && !speech.isEmpty()
        && speech.stream().allMatch(format -> transcodes(format) != null);
  }

  boolean allows(PayloadFormat format) {
    return allowed.isEmpty() || allowed.contains(format.encoding().toLowerCase(Locale.ROOT));
  }

  /** Ours of the same codec, or null if we cannot encode it. */
  @Nullable PayloadFormat transcodes(PayloadFormat format) {
    for (PayloadFormat ours : transcodable) {
      if (ours.codec().equals(format.codec())) {
        return ours;
      }
    }
    return null;
  }

  /** The allowed ones in the wanted order: speech as said, then digits and noise as they came. */
  List<PayloadFormat> chosen(List<PayloadFormat> offered) {
    List<PayloadFormat> kept = offered.stream().filter(this::allows).toList();
    Stream<PayloadFormat> speech =
        kept.stream()
            .filter(PayloadFormat::isSpeech)
            .sorted(Comparator.comparingInt(this::rank)); // stable: equals stay as they came
    return Stream.concat(speech, kept.stream().filter(format -> !format.isSpeech())).toList();
  }

  private int rank(PayloadFormat format) {
    for (int i = 0; i < order.size(); i++) {
      if (format.is(order.get(i))) {
        return i;
      }
    }
    return order.size();
  }
}
