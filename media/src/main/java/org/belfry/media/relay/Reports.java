package org.belfry.media.relay;

import org.belfry.media.rtp.NtpTime;
import org.belfry.media.rtp.Packet;
import org.belfry.media.rtp.Reception;
import org.belfry.media.rtp.ReportTimes;
import org.belfry.media.rtp.Rtcp;
import org.belfry.media.rtp.RtcpWriter;
import org.belfry.media.rtp.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * RTCP of one leg (RFC 3550 §6): what the phone reports, and what we report to it. Belongs to the
 * leg's thread; allocates nothing.
 */
final class Reports {
  private static final int UNKNOWN = -1;

  private final byte[] cname;
  private final Rtcp view = new Rtcp();
  private final ReportTimes ours = new ReportTimes();

  private boolean hasSenderReport;
  private int senderSsrc;
  private long senderNtp;
  private int senderTimestamp;
  private long senderReportAt;

  private int remoteFraction = UNKNOWN;
  private long remoteJitter;
  private long roundTrip = ReportTimes.UNKNOWN;
  private long sentAtReport;

  /**
   * @param cname our canonical name (RFC 7022), at most 255 bytes
   */
  Reports(byte[] cname) {
    this.cname = cname;
  }

  /**
   * Reads what the phone reports.
   *
   * @param ourSsrc of the stream that we send to it
   */
  Verdict received(Packet packet, int ourSsrc, long now) {
    Verdict verdict = view.read(packet);
    if (verdict != Verdict.PASS) {
      return verdict;
    }
    while (view.next()) {
      switch (view.type()) {
        case Rtcp.SENDER_REPORT -> {
          hasSenderReport = true;
          senderSsrc = view.ssrc();
          senderNtp = view.ntp();
          senderTimestamp = view.rtpTimestamp();
          senderReportAt = now;
          readBlocks(ourSsrc, now);
        }
        case Rtcp.RECEIVER_REPORT -> readBlocks(ourSsrc, now);
        default -> {
          // Names, BYE and feedback change nothing here: whether a call ends, signalling says.
        }
      }
    }
    return Verdict.PASS;
  }

  private void readBlocks(int ourSsrc, long now) {
    for (int block = 0; block < view.count(); block++) {
      if (view.blockSsrc(block) != ourSsrc) {
        continue;
      }
      remoteFraction = view.blockFractionLost(block);
      remoteJitter = view.blockJitter(block) & 0xffffffffL;
      long trip =
          ours.roundTrip(
              view.blockLastSenderReport(block), view.blockDelaySinceLastSenderReport(block), now);
      if (trip != ReportTimes.UNKNOWN) {
        roundTrip = trip;
      }
    }
  }

  /**
   * Writes our report to the phone: a sender report when we have sent it something since the last,
   * else a receiver report; with a block about what it sends.
   *
   * @param stream what we send to it
   * @param source whose sound that is, when it is another leg's, else null; its own clock is used,
   *     so that a receiver can keep sound and picture together (RFC 3550 §6.4.1)
   * @param wall {@link NtpTime} of now
   */
  void write(
      RtcpWriter writer,
      Continuity stream,
      @Nullable Leg source,
      long packetsSent,
      long octetsSent,
      Reception reception,
      long now,
      long wall) {
    if (packetsSent > sentAtReport) {
      long ntp = wall;
      int timestamp = stream.timestampAt(now);
      if (source != null) {
        Reports of = source.reports();
        if (of.hasSenderReport && stream.hears(source, of.senderSsrc)) {
          long since = now - of.senderReportAt;
          ntp = NtpTime.plusNanos(of.senderNtp, since);
          timestamp =
              stream.timestampOf(of.senderTimestamp) + Continuity.ticks(since, stream.clockRate());
        }
      }
      writer.senderReport(stream.ssrc(), ntp, timestamp, packetsSent, octetsSent);
      ours.sent(ntp, now);
      sentAtReport = packetsSent;
    } else {
      writer.receiverReport(stream.ssrc());
    }
    if (reception.begun() && reception.intervalReceived() > 0) {
      boolean about = hasSenderReport && senderSsrc == reception.ssrc();
      writer.block(
          reception,
          about ? NtpTime.middle(senderNtp) : 0,
          about ? NtpTime.shortDuration(now - senderReportAt) : 0);
    }
    writer.name(stream.ssrc(), cname);
  }

  /** What share of our packets the phone lost, 0 to 100; negative when it has not said. */
  double remoteLossPercent() {
    return remoteFraction == UNKNOWN ? UNKNOWN : remoteFraction * 100 / 256.0;
  }

  /** Jitter that the phone saw, in units of the RTP clock. */
  long remoteJitter() {
    return remoteJitter;
  }

  /** Nanoseconds, or {@link ReportTimes#UNKNOWN}. */
  long roundTrip() {
    return roundTrip;
  }
}
