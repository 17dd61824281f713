package org.belfry.pbx.proxy;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.belfry.pbx.anchor.Beyond;
import org.belfry.pbx.anchor.BeyondSource;
import org.belfry.pbx.anchor.FarEnd;
import org.belfry.pbx.anchor.MediaAnchor;
import org.belfry.pbx.anchor.Outcome;
import org.belfry.pbx.anchor.RelayedDescription;
import org.belfry.pbx.anchor.RelayedDescription.Kind;
import org.belfry.pbx.anchor.RelayedDescription.Side;
import org.belfry.pbx.anchor.SessionPart;
import org.belfry.pbx.cdr.LegQuality;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.SipMessage;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls of one lane and their session descriptions: sees which message carries an offer and
 * which an answer (RFC 3261 §13.2.1, RFC 3262 §5, RFC 3311 §5), asks the {@link MediaAnchor} what
 * the far end is to get, and puts that in.
 */
final class CallMedia {
  private static final Logger LOG = LoggerFactory.getLogger(CallMedia.class);

  private static final Set<Method> NEGOTIATES =
      Set.of(Method.INVITE, Method.ACK, Method.PRACK, Method.UPDATE);

  private final MediaAnchor anchor;
  private final Predicate<InetAddress> servers;
  private final Map<String, CallDialog> dialogs = new HashMap<>();
  private BeyondSource behind = BeyondSource.NOBODY;

  /**
   * @param servers addresses of trunks and peers, which answer for media at other addresses
   */
  CallMedia(MediaAnchor anchor, Predicate<InetAddress> servers) {
    this.anchor = anchor;
    this.servers = servers;
  }

  void looksBeyond(BeyondSource who) {
    behind = who;
  }

  /** What a proxied request knows of the call it belongs to. */
  record Part(CallDialog dialog, Side towards, @Nullable String calleeTag, Hop from) {}

  /** A request with the description its far end is to get, or why it cannot be. */
  record Passed(SipRequest request, Outcome.@Nullable Refused refused) {}

  /** A call begins with this INVITE. */
  Part begin(
      SipRequest invite, String callerTag, Hop from, @Nullable Aor caller, @Nullable Aor callee) {
    CallDialog dialog = new CallDialog(invite, callerTag, from, caller, callee);
    dialogs.put(dialog.callId, dialog);
    if (from.inside()) {
      dialog.callerBeyond = behind.called(from, invite.uri());
    }
    return new Part(dialog, Side.CALLEE, null, from);
  }

  @Nullable CallDialog dialog(String callId) {
    return dialogs.get(callId);
  }

  /**
   * The call that a request inside a dialog belongs to, or null when it is none of ours: one of the
   * same Call-ID with other tags is not (RFC 3261 §12).
   */
  @Nullable Part of(SipRequest request, Hop from) {
    CallDialog dialog = dialogs.get(request.callId());
    if (dialog == null || !dialog.has(request)) {
      return null;
    }
    dialog.passed(request);
    Side towards = dialog.towards(request);
    String calleeTag = towards == Side.CALLEE ? request.toTag() : request.fromTag();
    return new Part(dialog, towards, calleeTag, from);
  }

  /** A request leaves on a branch. */
  Passed request(Part part, int branch, SipRequest request, Hop out) {
    if (out.inside() && part.calleeTag == null) {
      part.dialog.calleeBeyond = behind.called(out, request.uri());
    }
    SessionPart described = description(request);
    if (described == null || over(part)) {
      return new Passed(request, null);
    }
    boolean first = part.calleeTag == null;
    Method method = request.method();
    Kind kind =
        method.equals(Method.ACK)
            ? Kind.ANSWER
            : method.equals(Method.PRACK) ? Kind.EITHER : Kind.OFFER;
    Outcome outcome =
        anchor.describe(
            new RelayedDescription(
                part.dialog.callId,
                part.towards,
                first ? name(branch) : null,
                part.calleeTag,
                kind,
                far(part.dialog, part.towards.other(), part.from),
                far(part.dialog, part.towards, out),
                described.description()));
    return switch (outcome) {
      case Outcome.Unchanged unchanged -> new Passed(request, null);
      case Outcome.Replaced replaced ->
          new Passed(
              request.edit().body(described.type(), described.with(replaced.body())).done(), null);
      case Outcome.Refused refused -> new Passed(request, refused);
    };
  }

  /**
   * A response comes back on a branch.
   *
   * @param described whether the request carried a description: then this one answers it
   * @param hop where it was forwarded to
   */
  SipResponse response(Part part, int branch, boolean described, Hop hop, SipResponse response) {
    if (part.calleeTag == null) {
      part.dialog.heard(response);
    }
    if (response.status() / 100 > 2) {
      return response;
    }
    SessionPart description = description(response);
    if (description == null || over(part)) {
      return response;
    }
    boolean first = part.calleeTag == null;
    String calleeTag = first ? response.toTag() : part.calleeTag;
    if (calleeTag == null) {
      return response;
    }
    Outcome outcome =
        anchor.describe(
            new RelayedDescription(
                part.dialog.callId,
                part.towards.other(),
                first ? name(branch) : null,
                calleeTag,
                described ? Kind.ANSWER : Kind.OFFER,
                far(part.dialog, part.towards, hop),
                far(part.dialog, part.towards.other(), part.from),
                description.description()));
    return switch (outcome) {
      case Outcome.Unchanged unchanged -> response;
      case Outcome.Replaced replaced ->
          response.edit().body(description.type(), description.with(replaced.body())).done();
      case Outcome.Refused refused -> {
        // Nobody can be refused for it any more: the caller gets what the callee said, and has no
        // sound. A call that begins so is ended; what was agreed before a re-INVITE stays.
        LOG.info("call={} media: {}", part.dialog.callId, refused.why());
        if (first && response.success()) {
          part.dialog.isHopeless(refused.why());
        }
        yield response;
      }
    };
  }

  /** A retransmission may come when the call has ended: it must not open its media again. */
  private boolean over(Part part) {
    return dialogs.get(part.dialog.callId) != part.dialog;
  }

  /** The caller gets its first 2xx. */
  void answered(Part part, int branch, @Nullable Hop hop, SipResponse success) {
    if (part.dialog.isAnswered() || over(part)) {
      return;
    }
    part.dialog.answered(success, hop);
    String tag = success.toTag();
    if (tag != null) {
      anchor.answered(part.dialog.callId, name(branch), tag);
    }
  }

  /** Whether an INFO is a digit of which the far end is told in its media. */
  boolean dialled(Part part, SipRequest request) {
    String type = request.header(HeaderName.CONTENT_TYPE);
    return request.method().equals(Method.INFO)
        && type != null
        && request.bodyLength() > 0
        && part.dialog.isAnswered()
        && !over(part)
        && anchor.dialled(part.dialog.callId, part.towards, type, request.body());
  }

  /** Whether a device that does not take the offer it got can be offered something else. */
  boolean offersOther(Part part, int branch) {
    return part.calleeTag == null
        && !over(part)
        && anchor.offersOther(part.dialog.callId, name(branch));
  }

  /** A branch goes to the device that has refused another's offer. */
  void follows(Part part, int branch, int refused) {
    anchor.follows(part.dialog.callId, name(branch), name(refused));
  }

  /** A branch of the first INVITE has failed. */
  void branchEnded(Part part, int branch) {
    if (part.calleeTag == null && !over(part)) {
      anchor.branchEnded(part.dialog.callId, name(branch));
    }
  }

  /** The call is over. */
  void ended(String callId, Consumer<List<LegQuality>> then) {
    CallDialog ended = dialogs.remove(callId);
    if (ended != null) {
      ended.over();
    }
    anchor.ended(callId, then);
  }

  /** Calls that are kept, for tests that look for leaks. */
  int size() {
    return dialogs.size();
  }

  private static String name(int branch) {
    return "b" + branch;
  }

  private FarEnd far(CallDialog dialog, Side side, Hop hop) {
    Beyond beyond = hop.inside() ? beyond(dialog, side) : null;
    Hop far = beyond == null ? hop : beyond.hop();
    InetAddress there = far.remote().getAddress();
    return new FarEnd(
        far.transport(),
        far.remote(),
        far.local(),
        side == Side.CALLER ? dialog.callerAor : dialog.calleeAor,
        beyond == null ? null : beyond.agreed(),
        address -> there == null || servers.test(there));
  }

  private @Nullable Beyond beyond(CallDialog dialog, Side side) {
    Beyond leg = behind.leg(dialog.callId, side);
    if (leg != null) {
      return leg;
    }
    Hop called = side == Side.CALLER ? dialog.callerBeyond : dialog.calleeBeyond;
    return called == null ? null : new Beyond(called, null);
  }

  /**
   * True for a message that offers or answers (RFC 3261 §13.2.1, RFC 3262 §5, RFC 3311 §5): its
   * body is a session description, or one part of it is. A MESSAGE or INFO may carry one too, and
   * means something else by it.
   */
  static boolean describes(SipMessage message) {
    return mayDescribe(message)
        && (SessionPart.isAll(message.header(HeaderName.CONTENT_TYPE))
            || description(message) != null);
  }

  private static boolean mayDescribe(SipMessage message) {
    return message.bodyLength() > 0 && NEGOTIATES.contains(message.cseq().method());
  }

  private static @Nullable SessionPart description(SipMessage message) {
    return mayDescribe(message)
        ? SessionPart.of(message.header(HeaderName.CONTENT_TYPE), message::body)
        : null;
  }
}
