package org.belfry.pbx.sip.route;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.Transport;
import org.belfry.pbx.sip.message.HostAddress;
import org.belfry.pbx.sip.message.SipMessage;
import org.jspecify.annotations.Nullable;

/**
 * What our Record-Route URIs say (RFC 3261 §16.6 step 4, RFC 5658, flow tokens in the manner of RFC
 * 5626 §5.2).
 *
 * <p>The user part is a MAC over the dialog (Call-ID and the caller's tag), the side that the URI
 * faces, when it expires, and the flow to a phone that can only be reached on the path its request
 * came. Nobody can use a made-up Route to send requests through us, nor a genuine one of another
 * dialog. Behind that stand MACs of the dialog's remote targets, so that a request of the dialog
 * goes where the dialog leads and nowhere else (no open relay). It holds no state: a dialog
 * survives our restart.
 *
 * <pre>{@code
 * 0f1e2d3c4b5a6978 a 78f2c -u-7f000001-13c4-0 .a0123456789ab .b0123456789ab
 * MAC              side, hour of expiry, flow, target of the caller, target of the callee
 * }</pre>
 *
 * <p>One instance belongs to one lane.
 */
public final class DialogRoute {
  /** Four times what a call may last. */
  public static final Duration VALIDITY = Duration.ofDays(2);

  private static final HexFormat HEX = HexFormat.of();
  private static final int MAC_DIGITS = 16;
  private static final int TARGET_DIGITS = 12;
  private static final int HOUR_DIGITS = 5;
  private static final long SECONDS_PER_HOUR = 3600;

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

  /** The side of a dialog that a URI faces: the flow and the target it tells are that side's. */
  public enum Faces {
    /** Whoever sent the first request. */
    CALLER('a'),
    CALLEE('b'),
    /** One URI for both, when neither side needs one of its own. */
    BOTH('c');

    private final char letter;

    Faces(char letter) {
      this.letter = letter;
    }

    boolean covers(Faces side) {
      return this == BOTH || this == side;
    }

    private static @Nullable Faces of(char letter) {
      for (Faces each : values()) {
        if (each.letter == letter) {
          return each;
        }
      }
      return null;
    }
  }

  /**
   * The value of a Record-Route field.
   *
   * @param request the first of the dialog
   * @param us our listener's address that the next request of the dialog should come to
   * @param flow the way to the phone on that side, or null when its Contact leads there
   * @param callerTarget where requests to the caller go behind us, or null
   */
  public String recordRoute(
      SipMessage request,
      Faces faces,
      Transport transport,
      InetSocketAddress us,
      @Nullable Hop flow,
      @Nullable SipUri callerTarget,
      Instant now) {
    String text =
        faces.letter
            + HEX.toHexDigits(hour(now.plus(VALIDITY)), HOUR_DIGITS)
            + (flow == null ? "" : flowText(flow));
    String signature = sign(dialog(request, request.fromTag()), text);
    String user = signature + text;
    return "<sip:"
        + user
        + (callerTarget == null ? "" : targetText(Faces.CALLER, user, callerTarget))
        + "@"
        + HostAddress.text(us)
        + (transport == Transport.UDP ? "" : ";transport=" + transport.inUri())
        + ";lr>";
  }

  /**
   * The same URI for the caller, when the callee has told where it is (RFC 3261 §16.7 step 8).
   *
   * @param route a Record-Route URI of ours
   * @param calleeTarget where requests to the callee go behind us
   * @return null when it tells a target of the callee already
   */
  @Nullable String withCalleeTarget(SipUri route, SipUri calleeTarget) {
    String user = route.user();
    if (user == null || user.indexOf("." + Faces.CALLEE.letter) >= 0) {
      return null;
    }
    int at = route.text().indexOf('@');
    return "<"
        + route.text().substring(0, at)
        + targetText(Faces.CALLEE, bare(user), calleeTarget)
        + route.text().substring(at)
        + ">";
  }

  /** What a Route of ours means. */
  public sealed interface Reading {
    /**
     * Genuine.
     *
     * @param faces the side that the URI was made for
     * @param towards the side that this request goes to: CALLER or CALLEE
     * @param flow the flow to use if this was the last of our Routes, or null
     */
    record Genuine(Faces faces, Faces towards, @Nullable Hop flow) implements Reading {}

    /** Not made by us for this dialog, or too long ago. */
    record Forged() implements Reading {}
  }

  /**
   * Reads a Route of a request inside a dialog, or a Record-Route of its answer.
   *
   * @param message with the tags of the dialog: one is the caller's, which the MAC covers
   */
  public Reading read(SipUri route, SipMessage message, Instant now) {
    String user = route.user();
    if (user == null || user.length() < MAC_DIGITS + 1 + HOUR_DIGITS) {
      return new Reading.Forged();
    }
    String bare = bare(user);
    String text = bare.substring(Math.min(MAC_DIGITS, bare.length()));
    Faces faces = text.isEmpty() ? null : Faces.of(text.charAt(0));
    if (faces == null || text.length() < 1 + HOUR_DIGITS) {
      return new Reading.Forged();
    }
    String signature = bare.substring(0, MAC_DIGITS);
    Faces towards;
    if (same(sign(dialog(message, message.fromTag()), text), signature)) {
      towards = Faces.CALLEE;
    } else if (same(sign(dialog(message, message.toTag()), text), signature)) {
      towards = Faces.CALLER;
    } else {
      return new Reading.Forged();
    }
    if (HexFormat.fromHexDigits(text, 1, 1 + HOUR_DIGITS) < hour(now)) {
      return new Reading.Forged();
    }
    String flowText = text.substring(1 + HOUR_DIGITS);
    return new Reading.Genuine(faces, towards, flowText.isEmpty() ? null : flow(flowText));
  }

  /** True when a genuine Route says that the dialog leads there. */
  boolean leadsTo(SipUri route, Faces towards, SipUri target) {
    String user = route.user();
    if (user == null) {
      return false;
    }
    String wanted = targetText(towards, bare(user), target);
    for (int at = user.indexOf('.'); at >= 0; at = user.indexOf('.', at + 1)) {
      int end = Math.min(at + wanted.length(), user.length());
      if (same(wanted, user.substring(at, end))) {
        return true;
      }
    }
    return false;
  }

  private String targetText(Faces side, String signed, SipUri target) {
    return "."
        + side.letter
        + sign(signed + "\0" + side.letter, NextHop.key(target)).substring(0, TARGET_DIGITS);
  }

  /** The user part without its targets. */
  private static String bare(String user) {
    int dot = user.indexOf('.');
    return dot < 0 ? user : user.substring(0, dot);
  }

  private static String dialog(SipMessage message, @Nullable String callerTag) {
    return message.callId() + "\0" + callerTag;
  }

  private static int hour(Instant time) {
    return (int) (time.getEpochSecond() / SECONDS_PER_HOUR);
  }

  private static boolean same(String a, String b) {
    return MessageDigest.isEqual(
        a.getBytes(StandardCharsets.US_ASCII), b.getBytes(StandardCharsets.US_ASCII));
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

  private String sign(String about, String text) {
    mac.update(about.getBytes(StandardCharsets.UTF_8));
    mac.update((byte) 0);
    return HEX.formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)), 0, MAC_DIGITS / 2);
  }
}
