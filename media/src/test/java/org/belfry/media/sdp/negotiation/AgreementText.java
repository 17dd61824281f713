package org.belfry.media.sdp.negotiation;

import java.util.List;
import java.util.stream.Collectors;
import org.belfry.media.sdp.PayloadFormat;

/** An agreement as a reviewer likes to read it. */
final class AgreementText {
  private AgreementText() {}

  static String of(Agreement agreement) {
    var out = new StringBuilder();
    for (AgreedStream stream : agreement.streams()) {
      out.append(stream.index()).append(' ').append(stream.type()).append('\n');
      switch (stream) {
        case AgreedStream.Declined declined ->
            out.append("  declined: ").append(declined.why()).append('\n');
        case AgreedStream.Open open -> {
          leg(out, "a", open.a());
          leg(out, "b", open.b());
          if (!open.fromA().equals(PayloadMap.identity())) {
            out.append("  a to b ").append(open.fromA()).append('\n');
            out.append("  b to a ").append(open.fromB()).append('\n');
          }
          if (open.transcoding() != null) {
            out.append("  because: ").append(open.transcoding()).append('\n');
          }
        }
      }
    }
    return out.toString();
  }

  private static void leg(StringBuilder out, String name, LegMedia leg) {
    out.append("  ").append(name).append(": ").append(leg.direction().attribute());
    out.append(" to ").append(leg.remoteAddress()).append(' ').append(leg.remotePort());
    out.append(leg.rtcpMux() ? " mux" : " rtcp " + leg.remoteRtcpPort());
    out.append(" on m-line ").append(leg.transport());
    out.append(" every ").append(leg.ptime()).append(" ms\n");
    out.append("     sends ").append(formats(leg.sends()));
    out.append(" receives ").append(formats(leg.receives())).append('\n');
    out.append("     ").append(keying(leg.keying())).append('\n');
    if (leg.ice() != null) {
      RemoteIce ice = leg.ice();
      out.append("     ice ").append(ice.credentials());
      out.append(ice.controlling() ? " controlling " : " controlled ");
      out.append(ice.candidates().size()).append(" candidates");
      out.append(ice.trickle() ? " trickle" : "").append(ice.complete() ? " complete\n" : "\n");
    }
  }

  private static String formats(List<PayloadFormat> formats) {
    return formats.stream()
        .map(format ->
            format.payloadType()
                + "="
                + format.codec()
                + (format.parameters() == null ? "" : "(" + format.parameters() + ")"))
        .collect(Collectors.joining(" ", "[", "]"));
  }

  private static String keying(Keying keying) {
    return switch (keying) {
      case Keying.Clear clear -> "clear";
      case Keying.Sdes sdes -> "sdes " + sdes.ours() + " / " + sdes.theirs();
      case Keying.Dtls dtls ->
          "dtls "
              + dtls.role().value()
              + " "
              + dtls.theirs().getFirst().hash()
              + " "
              + dtls.theirs().getFirst().value().substring(0, 5);
    };
  }
}
