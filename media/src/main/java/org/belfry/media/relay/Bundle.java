package org.belfry.media.relay;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.belfry.media.rtp.Packet;
import org.belfry.media.rtp.Rtcp;
import org.belfry.media.rtp.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * The legs behind one port (RFC 8843 §9.2): tells whose a packet is by the name of its m-line in a
 * header extension, by its SSRC, by its payload type. The first leg has the port; what is not RTP
 * or RTCP is its own. All legs have the same {@link org.belfry.media.rtp.Protection}. Belongs to
 * the legs' thread; allocates nothing per packet.
 */
public final class Bundle {
  /** Streams whose leg is remembered; the one learnt longest ago makes room. */
  static final int SOURCES_MAX = 64;

  private static final byte[] UNNAMED = {};

  private final List<Member> members = new ArrayList<>();
  private final Member first;
  private final int[] sources = new int[SOURCES_MAX];
  private final Member[] owners = new Member[SOURCES_MAX];
  private int learnt;
  private final Rtcp view = new Rtcp();
  private final Packet spare = new Packet();

  private static final class Member {
    final Leg leg;
    byte[] mid = UNNAMED;
    int extension;

    Member(Leg leg) {
      this.leg = leg;
    }
  }

  /**
   * @param first the leg that has the port
   */
  public Bundle(Leg first) {
    this.first = new Member(first);
    members.add(this.first);
  }

  /** Another leg shares the port. */
  public void add(Leg leg) {
    members.add(new Member(leg));
  }

  /** It shares the port no more. */
  public void remove(Leg leg) {
    members.removeIf(each -> each.leg == leg);
    for (int i = 0; i < SOURCES_MAX; i++) {
      if (owners[i] != null && owners[i].leg == leg) {
        owners[i] = null;
      }
    }
  }

  /** How the phone marks what belongs to a leg. */
  public void names(Leg leg, StreamNames names) {
    for (Member each : members) {
      if (each.leg == leg) {
        String mid = names.mid();
        each.mid = mid == null ? UNNAMED : mid.getBytes(StandardCharsets.UTF_8);
        each.extension = names.extension();
        names.sources().forEach(ssrc -> learn(ssrc, each));
      }
    }
  }

  /** One datagram came to the port. */
  public void received(Packet packet, Sender sender, long now) {
    switch (packet.kind()) {
      case RTP -> rtp(packet, sender, now);
      case RTCP -> rtcp(packet, sender, now);
      case STUN, DTLS, TURN_CHANNEL, UNKNOWN -> first.leg.received(packet, sender, false, now);
    }
  }

  private void rtp(Packet packet, Sender sender, long now) {
    if (!packet.looksLikeRtp()) {
      first.leg.received(packet, sender, false, now); // which counts it
      return;
    }
    int ssrc = packet.ssrc();
    Member known = of(ssrc);
    Member named = packet.hasExtension() ? named(packet) : null;
    Member member = named != null ? named : known != null ? known : byType(packet.payloadType());
    long before = member.leg.packetsReceived();
    member.leg.received(packet, sender, false, now);
    // Only what the leg took for genuine tells whose the stream is.
    if (member != known && member.leg.packetsReceived() > before) {
      learn(ssrc, member);
    }
  }

  private @Nullable Member of(int ssrc) {
    for (int i = 0; i < SOURCES_MAX; i++) {
      if (owners[i] != null && sources[i] == ssrc) {
        return owners[i];
      }
    }
    return null;
  }

  private void learn(int ssrc, Member member) {
    for (int i = 0; i < SOURCES_MAX; i++) {
      if (owners[i] != null && sources[i] == ssrc) {
        owners[i] = member;
        return;
      }
    }
    sources[learnt] = ssrc;
    owners[learnt] = member;
    learnt = (learnt + 1) % SOURCES_MAX;
  }

  private Member byType(int payloadType) {
    for (int i = 0; i < members.size(); i++) {
      if (members.get(i).leg.takes(payloadType)) {
        return members.get(i);
      }
    }
    return first;
  }

  private @Nullable Member named(Packet packet) {
    for (int i = 0; i < members.size(); i++) {
      Member member = members.get(i);
      if (member.extension > 0 && packet.extensionIs(member.extension, member.mid)) {
        return member;
      }
    }
    return null;
  }

  private void rtcp(Packet packet, Sender sender, long now) {
    if (!first.leg.opensRtcp(packet, sender, now)) {
      return;
    }
    Member sends = null;
    Member ofSound = null;
    boolean ofPictures = false;
    if (view.read(packet) == Verdict.PASS) {
      while (view.next()) {
        switch (view.type()) {
          case Rtcp.SENDER_REPORT, Rtcp.RECEIVER_REPORT -> {
            sends = sends == null ? of(view.ssrc()) : sends;
            if (view.type() == Rtcp.SENDER_REPORT && sends != null && !sends.leg.passesReports()) {
              ofSound = sends;
            }
            for (int block = 0; block < view.count(); block++) {
              Member about = sending(view.blockSsrc(block));
              ofSound = about == null ? ofSound : about;
              ofPictures |= about == null;
            }
          }
          case Rtcp.TRANSPORT_FEEDBACK, Rtcp.PAYLOAD_FEEDBACK -> {
            sends = sends == null ? of(view.ssrc()) : sends;
            Member about = sending(view.mediaSsrc());
            ofSound = about == null ? ofSound : about;
            ofPictures |= about == null;
          }
          default -> {
            // Names and BYE go where the reports beside them go.
          }
        }
      }
    }
    if (sends != null && sends.leg.passesReports() && ofSound == null) {
      sends.leg.report(packet, now);
    } else if (ofPictures) {
      reportToPictures(packet, ofSound, now);
    } else {
      (ofSound != null ? ofSound : sends != null ? sends : first).leg.report(packet, now);
    }
  }

  /**
   * A report on streams that are not ours is one on pictures, which pass as they are: any of the
   * video legs may have sent them. Who sends it does not tell: a browser that only looks on speaks
   * of what it sees by the SSRC of its sound.
   */
  private void reportToPictures(Packet packet, @Nullable Member ofSound, long now) {
    spare.copyFrom(packet);
    boolean taken = ofSound != null;
    if (ofSound != null) {
      ofSound.leg.report(packet, now);
    }
    for (int i = 0; i < members.size(); i++) {
      if (members.get(i).leg.passesReports()) {
        packet.copyFrom(spare);
        members.get(i).leg.report(packet, now);
        taken = true;
      }
    }
    if (!taken) {
      first.leg.report(packet, now);
    }
  }

  private @Nullable Member sending(int ssrc) {
    for (int i = 0; i < members.size(); i++) {
      Member member = members.get(i);
      if (!member.leg.passesReports() && member.leg.ssrc() == ssrc) {
        return member;
      }
    }
    return null;
  }
}
