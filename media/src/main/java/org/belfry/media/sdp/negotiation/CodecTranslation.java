package org.belfry.media.sdp.negotiation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.belfry.media.sdp.BadSdp;
import org.belfry.media.sdp.PayloadFormat;
import org.jspecify.annotations.Nullable;

/**
 * An audio line's codecs on their way through us: which of them are offered on, under which
 * numbers, and what the answer to that means to the offerer (RFC 3264 §5.1, §6.1).
 */
final class CodecTranslation {
  private CodecTranslation() {}

  /** The codec's name, told apart from an earlier format of the same codec (other parameters). */
  static List<String> keys(List<PayloadFormat> formats) {
    var seen = new HashMap<String, Integer>();
    var keys = new ArrayList<String>();
    for (PayloadFormat format : formats) {
      int times = seen.merge(format.codec(), 1, Integer::sum);
      keys.add(times == 1 ? format.codec() : format.codec() + "#" + times);
    }
    return keys;
  }

  /** Our offer of what was offered to us. Empty: there is nothing to talk in. */
  static List<OfferedCodec> offer(
      List<PayloadFormat> offered, CodecPolicy policy, SideProfile to, Numbers numbers) {
    List<PayloadFormat> chosen = policy.chosen(offered);
    // A line of digits only is one by its own right (RFC 4317 §2.4); a line of which only the
    // digits
    // are left is not.
    if (offered.stream().anyMatch(PayloadFormat::isSpeech)
        && chosen.stream().noneMatch(PayloadFormat::isSpeech)) {
      return List.of();
    }
    Set<Integer> reserved =
        chosen.stream().map(PayloadFormat::payloadType).collect(Collectors.toSet());
    var speech = new ArrayList<OfferedCodec>();
    var others = new ArrayList<OfferedCodec>();
    List<String> keys = keys(chosen);
    for (int i = 0; i < chosen.size(); i++) {
      PayloadFormat theirs = chosen.get(i);
      int number = numbers.give(keys.get(i), theirs.payloadType(), reserved);
      if (number >= 0) {
        (theirs.isSpeech() ? speech : others)
            .add(new OfferedCodec(theirs, theirs.withPayloadType(number)));
      }
    }
    for (PayloadFormat added : added(chosen, policy, to)) {
      int number = numbers.give(added.codec(), added.payloadType(), reserved);
      if (number >= 0) {
        (added.isSpeech() ? speech : others)
            .add(new OfferedCodec(null, added.withPayloadType(number)));
      }
    }
    if (others.stream().noneMatch(codec -> codec.ours().isTelephoneEvent())) {
      others.addAll(digits(speech, policy, numbers, reserved));
    }
    speech.addAll(others);
    return speech;
  }

  /** Events for the digits of a caller who has none: they are made of its tones and INFOs. */
  private static List<OfferedCodec> digits(
      List<OfferedCodec> speech, CodecPolicy policy, Numbers numbers, Set<Integer> reserved) {
    List<PayloadFormat> said = speech.stream().map(OfferedCodec::ours).toList();
    if (!policy.translatesDigits(said)) {
      return List.of();
    }
    return said.stream()
        .map(PayloadFormat::clockRate)
        .distinct()
        .map(rate -> PayloadFormat.of(101, "telephone-event", rate).withParameters("0-15"))
        .map(events ->
            events.withPayloadType(numbers.give(events.codec(), events.payloadType(), reserved)))
        .filter(events -> events.payloadType() >= 0)
        .map(events -> new OfferedCodec(null, events))
        .toList();
  }

  private static List<PayloadFormat> added(
      List<PayloadFormat> chosen, CodecPolicy policy, SideProfile to) {
    List<PayloadFormat> speech = chosen.stream().filter(PayloadFormat::isSpeech).toList();
    boolean wanted =
        switch (policy.adding()) {
          case NEVER -> false;
          case WHEN_NOTHING_SHARED ->
              to.lacksAll(speech.stream().map(PayloadFormat::encoding).toList());
          case WHEN_NOT_KNOWN ->
              to.understands().isEmpty()
                  || to.lacksAll(speech.stream().map(PayloadFormat::encoding).toList());
        };
    // What the caller speaks must be something that we can decode and encode.
    if (!wanted || speech.stream().allMatch(format -> policy.transcodes(format) == null)) {
      return List.of();
    }
    Set<String> there = chosen.stream().map(PayloadFormat::codec).collect(Collectors.toSet());
    boolean digits = chosen.stream().anyMatch(PayloadFormat::isTelephoneEvent);
    var added = new ArrayList<PayloadFormat>();
    for (PayloadFormat format : policy.transcodable()) {
      if (there.add(format.codec())) {
        added.add(format);
        PayloadFormat events = PayloadFormat.of(101, "telephone-event", format.clockRate());
        if (digits && there.add(events.codec())) {
          added.add(events.withParameters("0-15"));
        }
      }
    }
    return added;
  }

  /** What the answerer made of it. */
  static AnsweredCodecs answer(
      List<OfferedCodec> offered, List<PayloadFormat> answered, CodecPolicy policy) {
    List<Pair> pairs = pairs(offered, answered);
    boolean speech = offered.stream().anyMatch(codec -> codec.ours().isSpeech());
    if (pairs.stream().anyMatch(pair -> pair.isShared() && pair.ours().isSpeech() == speech)) {
      return passed(pairs, offered, policy);
    }
    if (pairs.stream().noneMatch(pair -> pair.ours().isSpeech())) {
      return nothing(offered, answered);
    }
    for (OfferedCodec codec : offered) {
      PayloadFormat theirs = codec.theirs();
      PayloadFormat known = theirs == null ? null : policy.transcodes(theirs);
      if (theirs != null && known != null) {
        return transcoded(pairs, offered, theirs.withParameters(known.parameters()), policy);
      }
    }
    return nothing(offered, answered);
  }

  /**
   * @param theirs the offerer's format; null if we added it
   * @param ours as we offered it
   * @param answer as the answerer answered it
   */
  private record Pair(@Nullable PayloadFormat theirs, PayloadFormat ours, PayloadFormat answer) {
    boolean isShared() {
      return theirs != null;
    }
  }

  private static List<Pair> pairs(List<OfferedCodec> offered, List<PayloadFormat> answered) {
    var left = new ArrayList<>(offered);
    var pairs = new ArrayList<Pair>();
    for (PayloadFormat answer : answered) {
      OfferedCodec match = null;
      for (OfferedCodec codec : left) {
        if (!codec.ours().codec().equals(answer.codec())) {
          continue;
        }
        // The same number is meant first (RFC 3264 §6.1 SHOULD), the same codec will do.
        if (codec.ours().payloadType() == answer.payloadType()) {
          match = codec;
          break;
        }
        match = match == null ? codec : match;
      }
      if (match != null) {
        left.remove(match);
        pairs.add(new Pair(match.theirs(), match.ours(), answer));
      }
    }
    return pairs;
  }

  private static AnsweredCodecs passed(
      List<Pair> pairs, List<OfferedCodec> offered, CodecPolicy policy) {
    var toOfferer = new ArrayList<PayloadFormat>();
    var ofOfferer = new HashMap<Integer, Integer>();
    var ofAnswerer = new HashMap<Integer, Integer>();
    for (Pair pair : pairs) {
      PayloadFormat theirs = pair.theirs();
      if (theirs == null) {
        put(ofAnswerer, pair, pairs, PayloadMap.TRANSCODE);
      } else {
        toOfferer.add(theirs.withParameters(pair.answer().parameters()));
        ofOfferer.put(theirs.payloadType(), pair.answer().payloadType());
        put(ofAnswerer, pair, pairs, theirs.payloadType());
      }
    }
    for (PayloadFormat events : digitsFor(pairs, offered, policy)) {
      toOfferer.add(events);
      ofOfferer.put(events.payloadType(), PayloadMap.TRANSCODE);
    }
    return codecs(toOfferer, pairs, ofOfferer, ofAnswerer, null);
  }

  /** The offerer's events, where the answerer has none and its digits are made of them. */
  private static List<PayloadFormat> digitsFor(
      List<Pair> pairs, List<OfferedCodec> offered, CodecPolicy policy) {
    List<PayloadFormat> speech =
        pairs.stream().map(Pair::answer).filter(PayloadFormat::isSpeech).toList();
    if (pairs.stream().anyMatch(pair -> pair.ours().isTelephoneEvent())
        || !policy.translatesDigits(speech)) {
      return List.of();
    }
    return offered.stream()
        .map(OfferedCodec::theirs)
        .filter(Objects::nonNull)
        .filter(PayloadFormat::isTelephoneEvent)
        .filter(
            events -> speech.stream().anyMatch(codec -> codec.clockRate() == events.clockRate()))
        .toList();
  }

  private static AnsweredCodecs transcoded(
      List<Pair> pairs, List<OfferedCodec> offered, PayloadFormat theirs, CodecPolicy policy) {
    var toOfferer = new ArrayList<PayloadFormat>();
    toOfferer.add(theirs);
    if (policy.digits() || pairs.stream().anyMatch(pair -> pair.ours().isTelephoneEvent())) {
      offered.stream()
          .map(OfferedCodec::theirs)
          .filter(Objects::nonNull)
          .filter(PayloadFormat::isUsableEvent)
          .forEach(toOfferer::add);
    }
    // Digits are made anew too: they count in the clock of the sound that they interrupt.
    var ofOfferer = new HashMap<Integer, Integer>();
    toOfferer.forEach(format -> ofOfferer.put(format.payloadType(), PayloadMap.TRANSCODE));
    var ofAnswerer = new HashMap<Integer, Integer>();
    pairs.forEach(pair -> put(ofAnswerer, pair, pairs, PayloadMap.TRANSCODE));
    String chosen =
        pairs.stream()
            .filter(pair -> pair.ours().isSpeech())
            .findFirst()
            .map(pair -> pair.ours().encoding())
            .orElse("");
    String why =
        "One side has only "
            + names(offered.stream().map(OfferedCodec::theirs).filter(Objects::nonNull).toList())
            + ", the other only "
            + names(pairs.stream().map(Pair::answer).toList())
            + ": sound is changed between "
            + theirs.encoding()
            + " and "
            + chosen;
    return codecs(toOfferer, pairs, ofOfferer, ofAnswerer, why);
  }

  private static AnsweredCodecs nothing(List<OfferedCodec> offered, List<PayloadFormat> answered) {
    String why =
        "The answer has "
            + names(answered)
            + ", of what was offered ("
            + names(offered.stream().map(OfferedCodec::ours).toList())
            + ") nothing fits";
    return codecs(List.of(), List.of(), Map.of(), Map.of(), why);
  }

  private static AnsweredCodecs codecs(
      List<PayloadFormat> toOfferer,
      List<Pair> pairs,
      Map<Integer, Integer> ofOfferer,
      Map<Integer, Integer> ofAnswerer,
      @Nullable String why) {
    return new AnsweredCodecs(
        List.copyOf(toOfferer),
        pairs.stream().map(Pair::answer).toList(),
        pairs.stream().map(Pair::ours).toList(),
        PayloadMap.of(ofOfferer),
        PayloadMap.of(ofAnswerer),
        why);
  }

  /** The answerer sends with our numbers; some send with their own, which is clear enough. */
  private static void put(Map<Integer, Integer> targets, Pair pair, List<Pair> pairs, int target) {
    targets.put(pair.ours().payloadType(), target);
    int own = pair.answer().payloadType();
    if (pairs.stream().noneMatch(other -> other.ours().payloadType() == own)) {
      targets.put(own, target);
    }
  }

  /** For a sentence: the names of those that carry speech. */
  static String names(List<PayloadFormat> formats) {
    List<String> names =
        formats.stream()
            .filter(PayloadFormat::isSpeech)
            .map(format -> BadSdp.quoted(format.encoding()).replace("'", ""))
            .distinct()
            .limit(12)
            .toList();
    return names.isEmpty() ? "nothing" : String.join(", ", names);
  }
}
