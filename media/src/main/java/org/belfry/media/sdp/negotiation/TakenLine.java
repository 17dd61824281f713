package org.belfry.media.sdp.negotiation;

import java.util.Objects;
import org.belfry.media.sdp.BadSdp;
import org.belfry.media.sdp.BadSdp.Warning;
import org.belfry.media.sdp.MediaDescription;
import org.jspecify.annotations.Nullable;

/**
 * An m-line of an answer, and whether we go along with it.
 *
 * @param answer null: the answer has no such line
 * @param why it is declined; null: it is in use
 * @param codecs of audio, else null
 */
record TakenLine(
    LinePlan plan,
    @Nullable MediaDescription answer,
    @Nullable String why,
    @Nullable AnsweredCodecs codecs) {

  /**
   * @throws BadSdp if it answers something else
   */
  static TakenLine of(LinePlan plan, @Nullable MediaDescription answered, CodecPolicy policy)
      throws BadSdp {
    MediaDescription theirs = plan.theirs();
    if (plan instanceof LinePlan.Declined declined) {
      return new TakenLine(plan, answered, declined.why(), null);
    }
    // DEVIATION RFC 3264 §6: an answer has as many m-lines as its offer. Old phones leave out those
    // at the end that they decline.
    if (answered == null || answered.port() == 0) {
      return new TakenLine(plan, answered, "The answer declines it", null);
    }
    if (!answered.type().equalsIgnoreCase(theirs.type())) {
      throw new BadSdp(
          Warning.MEDIA_TYPE,
          "The answer has "
              + BadSdp.quoted(answered.type())
              + " where "
              + BadSdp.quoted(theirs.type())
              + " was offered");
    }
    if (plan instanceof LinePlan.Rtp rtp && rtp.isTranslated()) {
      AnsweredCodecs codecs =
          CodecTranslation.answer(rtp.codecs(), answered.payloadFormats(), policy);
      return new TakenLine(
          plan, answered, codecs.toOfferer().isEmpty() ? codecs.why() : null, codecs);
    }
    return new TakenLine(plan, answered, null, null);
  }

  /** Of a line in use. */
  MediaDescription needAnswer() {
    return Objects.requireNonNull(answer);
  }
}
