package org.belfry.pbx.proxy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.Transport;
import org.belfry.pbx.sip.message.HostAddress;
import org.jspecify.annotations.Nullable;

/**
 * What our Record-Route URIs say (RFC 3261 §16.6 step 4, RFC 5658, flow tokens in the manner of RFC
 * 5626 §5.2).
 *
 * <p>The user part is a MAC over the Call-ID, so that nobody can use a made-up Route to send
 * requests through us (no open relay), followed by the flow to a phone that can only be reached on
 * the path its request came. It holds no state: a dialog survives our restart.
 *
 * <p>One instance belongs to one lane.
 */
public final class DialogRoute {
  private static final HexFormat HEX = HexFormat.of();
  private static final int MAC_DIGITS = 16;

  private final Mac mac;

  /**
   * @param secret shared by all lanes, 16 bytes or more; kept over restarts so that dialogs survive
   *     them
   */
  public DialogRoute(byte[] secret) {
    try {
      mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java has no HmacSHA256", e);
    }
  }

  /**
   * The value of a Record-Route field.
   *
   * @param us our listener's address that the next request of the dialog should come to
   * @param flow the way to the phone on that side, or null when its Contact leads there
   */
  public String recordRoute(
      String callId, Transport transport, InetSocketAddress us, @Nullable Hop flow) {
    String flowText = flow == null ? "" : flowText(flow);
    return "<sip:"
        + sign(callId, flowText)
        + flowText
        + "@"
        + HostAddress.text(us)
        + (transport == Transport.UDP ? "" : ";transport=" + transport.inUri())
        + ";lr>";
  }

  /** What a Route of ours means. */
  public sealed interface Reading {
    /** Genuine; the flow to use if this was the last of our Routes, or null. */
    record Genuine(@Nullable Hop flow) implements Reading {}

    /** Not made by us for this dialog. */
    record Forged() implements Reading {}
  }

  public Reading read(SipUri route, String callId) {
    String user = route.user();
    if (user == null || user.length() < MAC_DIGITS) {
      return new Reading.Forged();
    }
    String flowText = user.substring(MAC_DIGITS);
    if (!sign(callId, flowText).equals(user.substring(0, MAC_DIGITS))) {
      return new Reading.Forged();
    }
    return new Reading.Genuine(flowText.isEmpty() ? null : flow(flowText));
  }

  /** {@code -u-7f000001-13c4-0}: transport, address, port, connection; all but the first in hex. */
  private static String flowText(Hop flow) {
    return "-"
        + flow.transport().lower()
        + "-"
        + HEX.formatHex(flow.remote().getAddress().getAddress())
        + "-"
        + Integer.toHexString(flow.remote().getPort())
        + "-"
        + Long.toHexString(flow.connection());
  }

  private static @Nullable Hop flow(String text) {
    String[] parts = text.substring(1).split("-", -1);
    Transport transport = Transport.named(parts[0]);
    if (parts.length != 4 || transport == null) {
      return null; // the MAC was right, so this is an older release's format: the Contact has to do
    }
    try {
      byte[] address = HEX.parseHex(parts[1]);
      InetSocketAddress remote =
          new InetSocketAddress(
              InetAddress.getByAddress(address), HexFormat.fromHexDigits(parts[2]));
      return new Hop(transport, null, remote, HexFormat.fromHexDigitsToLong(parts[3]));
    } catch (UnknownHostException | IllegalArgumentException e) {
      return null; // no address or no number: as above
    }
  }

  private String sign(String callId, String flowText) {
    mac.update(callId.getBytes(StandardCharsets.UTF_8));
    mac.update((byte) 0);
    return HEX.formatHex(mac.doFinal(flowText.getBytes(StandardCharsets.UTF_8)), 0, MAC_DIGITS / 2);
  }
}
