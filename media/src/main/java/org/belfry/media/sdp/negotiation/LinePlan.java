package org.belfry.media.sdp.negotiation;

import java.util.List;
import org.belfry.media.sdp.BadSdp.Warning;
import org.belfry.media.sdp.Direction;
import org.belfry.media.sdp.MediaDescription;
import org.jspecify.annotations.Nullable;

/** What an offer's m-line became in our offer to the other side, kept until the answer. */
sealed interface LinePlan {
  MediaDescription theirs();

  /**
   * With port 0 to the other side, and back.
   *
   * @param warning null if the offerer itself does not use it
   */
  record Declined(MediaDescription theirs, @Nullable Warning warning, String why)
      implements LinePlan {}

  /**
   * @param from how it travels on the offerer's side
   * @param to and on the answerer's
   * @param direction as the offerer sees it
   * @param codecs of audio; empty for all else, whose formats pass as they are
   */
  record Rtp(
      MediaDescription theirs,
      Carriage from,
      Carriage to,
      Direction direction,
      List<OfferedCodec> codecs)
      implements LinePlan {
    boolean isTranslated() {
      return !codecs.isEmpty();
    }

    boolean isOneKind() {
      return from.isWebRtc() == to.isWebRtc();
    }
  }

  /** UDPTL, which passes as it is. */
  record Fax(MediaDescription theirs, Direction direction) implements LinePlan {}
}
