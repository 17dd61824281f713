package org.belfry.media.sdp.negotiation;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.belfry.media.sdp.Fingerprint;
import org.belfry.media.sdp.PayloadFormat;
import org.belfry.media.sdp.Setup;
import org.jspecify.annotations.Nullable;

/**
 * What one side knows of one m-line, over all its offers and answers.
 *
 * @param type {@code audio}…; a new type makes a new state
 * @param mid the line's name on this side, or null
 * @param numbers payload types that ever meant something, by number: a number never changes its
 *     meaning (RFC 3264 §8.3.2)
 * @param spoken names of the codecs that the other end wrote, at any time
 * @param carriage as last agreed; null before
 * @param role ours in the DTLS handshake; null without
 * @param fingerprints theirs of that handshake
 * @param transport the m-line whose transport carries it
 */
record LineState(
    String type,
    @Nullable String mid,
    Map<Integer, String> numbers,
    Set<String> spoken,
    @Nullable Carriage carriage,
    @Nullable Setup role,
    List<Fingerprint> fingerprints,
    int transport) {
  LineState {
    numbers = Collections.unmodifiableMap(new LinkedHashMap<>(numbers)); // keeps its order
    spoken = Set.copyOf(spoken);
    fingerprints = List.copyOf(fingerprints);
  }

  static LineState fresh(String type, int index) {
    return new LineState(type, null, Map.of(), Set.of(), null, null, List.of(), index);
  }

  LineState withMid(@Nullable String value) {
    return new LineState(type, value, numbers, spoken, carriage, role, fingerprints, transport);
  }

  LineState withNumbers(Map<Integer, String> value) {
    return new LineState(type, mid, value, spoken, carriage, role, fingerprints, transport);
  }

  /** The other end wrote these: what the numbers mean from now on. */
  LineState learnt(List<PayloadFormat> formats) {
    var learning = new Numbers(numbers);
    List<String> keys = CodecTranslation.keys(formats);
    for (int i = 0; i < formats.size(); i++) {
      learning.learn(formats.get(i).payloadType(), keys.get(i));
    }
    var heard = new HashSet<>(spoken);
    formats.stream()
        .filter(PayloadFormat::isSpeech)
        .map(PayloadFormat::encoding)
        .forEach(heard::add);
    return new LineState(type, mid, learning.all(), heard, carriage, role, fingerprints, transport);
  }

  /** The profile with what is known of this line. */
  SideProfile known(SideProfile profile) {
    return spoken.isEmpty() ? profile : profile.withUnderstands(List.copyOf(spoken));
  }

  LineState agreed(Carriage as, Keying keying, int carriedBy) {
    return keying instanceof Keying.Dtls dtls
        ? new LineState(type, mid, numbers, spoken, as, dtls.role(), dtls.theirs(), carriedBy)
        : new LineState(type, mid, numbers, spoken, as, null, List.of(), carriedBy);
  }
}
