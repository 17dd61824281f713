package org.belfry.media.sdp.negotiation;

import java.util.Arrays;
import java.util.List;
import org.belfry.media.sdp.BadSdp;
import org.belfry.media.sdp.Candidate;
import org.belfry.media.sdp.MediaDescription;
import org.belfry.media.sdp.SessionDescription;

/**
 * A body of anything: it is read or refused; what was read leaves as it came; offered on or
 * answered with, it makes a description that can be read, or a refusal that can be said.
 */
public final class SdpFuzz {
  private static final List<SideProfile> PROFILES =
      List.of(SideProfile.PLAIN, SideProfile.SDES_OPTIONAL, SideProfile.WEBRTC);
  private static final CodecPolicy POLICY =
      CodecPolicy.DEFAULT.withAdding(CodecPolicy.Adding.WHEN_NOT_KNOWN);
  private static final LocalSide TO_A = Ours.to(Side.A, 32);
  private static final LocalSide TO_B = Ours.to(Side.B, 32);

  private SdpFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    SessionDescription description;
    try {
      description = SessionDescription.parse(data);
    } catch (BadSdp refused) {
      sayable(refused);
      return;
    }
    if (!again(description).equals(description)) {
      throw new AssertionError("it reads differently when it left");
    }
    description.media().forEach(SdpFuzz::ask);
    // One pair of profiles an input: any other is another input away.
    int pair = Math.floorMod(Arrays.hashCode(data), PROFILES.size() * PROFILES.size());
    SideProfile a = PROFILES.get(pair / PROFILES.size());
    SideProfile b = PROFILES.get(pair % PROFILES.size());
    negotiate(MediaNegotiation.between(a, b, POLICY), description);
  }

  private static void negotiate(MediaNegotiation call, SessionDescription description) {
    try {
      MediaNegotiation.Forwarded onward = call.offer(Side.A, description, TO_B);
      check(onward.description(), description);
      answer(onward.next(), description);
      // As if the other side had our own ways.
      answer(onward.next(), onward.description());
    } catch (BadSdp refused) {
      sayable(refused);
    }
  }

  private static void answer(MediaNegotiation offered, SessionDescription description) {
    try {
      MediaNegotiation.Answered answered = offered.answer(Side.B, description, TO_A);
      check(answered.description(), description);
      if (answered.agreement().streams().size() != answered.description().media().size()) {
        throw new AssertionError("streams are missing");
      }
      MediaNegotiation.Forwarded again = answered.next().offer(Side.B, description, TO_A);
      check(again.description(), description);
    } catch (BadSdp refused) {
      sayable(refused);
    }
  }

  private static void check(SessionDescription ours, SessionDescription of) {
    if (!again(ours).equals(ours) || ours.media().size() < of.media().size()) {
      throw new AssertionError("what we wrote cannot be read:\n" + ours.text());
    }
  }

  private static SessionDescription again(SessionDescription description) {
    try {
      return SessionDescription.parse(description.toBytes());
    } catch (BadSdp e) {
      throw new AssertionError("it could be read when it came:\n" + description.text(), e);
    }
  }

  private static void ask(MediaDescription section) {
    section.direction();
    section.fax();
    section.crypto().forEach(crypto -> crypto.fits());
    section.label();
    section.headerExtensions();
    section.sources();
    for (Candidate candidate : section.candidates()) {
      if (!candidate.equals(Candidate.parse(candidate.text()))) {
        throw new AssertionError("a candidate that changes: " + candidate.text());
      }
    }
  }

  private static void sayable(BadSdp refused) {
    String sentence = refused.getMessage();
    if (sentence == null || !sentence.matches("[ -~&&[^\"\\\\]]{1,900}")) {
      throw new AssertionError("a refusal that cannot be said", refused);
    }
  }
}
