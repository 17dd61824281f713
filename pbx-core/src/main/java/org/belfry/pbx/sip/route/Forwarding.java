package org.belfry.pbx.sip.route;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.belfry.pbx.sip.AddressText;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.Transport;
import org.belfry.pbx.sip.Via;
import org.belfry.pbx.sip.message.Edit;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.HostAddress;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.belfry.pbx.sip.route.DialogRoute.Faces;
import org.belfry.pbx.sip.transport.Advertised;
import org.jspecify.annotations.Nullable;

/**
 * Makes the request that leaves from the one that came (RFC 3261 §16.6), and the CANCEL for it
 * (§9.1).
 *
 * <p>One instance belongs to one lane.
 */
public final class Forwarding {
  /** In how many places a request may be that does not say (RFC 5393 §5.3.3). */
  public static final int USUAL_BREADTH = 60;

  private final DialogRoute dialogRoute;
  private final Advertised advertised;
  private final String mark;
  private final RandomGenerator random;

  /** By our real addresses. */
  public Forwarding(DialogRoute dialogRoute, String ourMark, RandomGenerator random) {
    this(dialogRoute, Advertised.NOTHING, ourMark, random);
  }

  /**
   * @param advertised what we call ourselves in Via and Record-Route
   * @param ourMark 4 to 16 token characters that no other server uses; branches of ours begin with
   *     it
   * @param random of branches: whoever guesses one answers a request that was sent to another
   */
  public Forwarding(
      DialogRoute dialogRoute, Advertised advertised, String ourMark, RandomGenerator random) {
    this.advertised = advertised;
    this.dialogRoute = dialogRoute;
    this.mark = Via.MAGIC_COOKIE + ourMark;
    this.random = random;
  }

  /**
   * What is remembered of the caller's side for Record-Route, or nothing for requests that form no
   * dialog.
   *
   * @param callerTarget where requests to the caller go, or null; see {@link NextHop#towardsSender}
   * @param at when the request came
   */
  public record Recorded(
      Hop callerHop, boolean callerSticky, @Nullable SipUri callerTarget, Instant at) {}

  /** Adds received and rport to the top Via when RFC 3261 §18.2.1 or RFC 3581 §4 ask for it. */
  public static SipRequest noteSource(SipRequest request, Hop from) {
    Via via = request.topVia();
    InetSocketAddress remote = from.remote();
    boolean elsewhere = !HostAddress.spells(via.host(), remote.getAddress());
    if (!elsewhere && !via.rport()) {
      return request;
    }
    StringBuilder text = new StringBuilder(96);
    text.append("SIP/2.0/").append(via.transport()).append(' ').append(via.host());
    if (via.port() != 0) {
      text.append(':').append(via.port());
    }
    String rest = request.topViaParameters("received", "rport");
    text.append(rest).append(";received=").append(AddressText.of(remote.getAddress()));
    if (via.rport()) {
      text.append(";rport=").append(remote.getPort());
    }
    return request.edit().replaceTop(HeaderName.VIA, text.toString()).done();
  }

  /** Where responses to a request go (RFC 3261 §18.2.2, RFC 3581 §4). */
  public static Hop replyHop(SipRequest request, Hop from) {
    if (from.transport().reliable()) {
      return from;
    }
    Via via = request.topVia();
    if (via.rport()) {
      return from;
    }
    int port = via.port() == 0 ? from.transport().defaultPort() : via.port();
    return port == from.remote().getPort()
        ? from
        : new Hop(
            from.transport(),
            from.local(),
            new InetSocketAddress(from.remote().getAddress(), port),
            0);
  }

  /**
   * Where a response goes when the connection of its request is gone: to the listener of the same
   * machine that the Via names (RFC 3261 §18.2.2). Not to another machine, whatever the Via says
   * (RFC 3263 §5 would): whoever closes a connection early could have us call on anybody.
   *
   * @param way the hop that failed
   * @return null when there is no such way, or it is the one that failed
   */
  public static @Nullable Hop replyHopInstead(SipResponse response, Hop way) {
    if (way.transport() != Transport.TCP && way.transport() != Transport.TLS) {
      return null;
    }
    Via via = response.topVia();
    int port = via.port() == 0 ? way.transport().defaultPort() : via.port();
    return port == way.remote().getPort()
        ? null
        : Hop.to(way.transport(), new InetSocketAddress(way.remote().getAddress(), port));
  }

  /**
   * True when the request has passed through us before and nothing has changed since (RFC 5393).
   */
  public boolean looped(SipRequest request) {
    return LoopCheck.looped(request, mark);
  }

  /** True when a Via of ours stands in the request. */
  public boolean passed(SipRequest request) {
    return request.headers(HeaderName.VIA).stream().anyMatch(line -> line.contains(mark));
  }

  /** True for a branch that we made. */
  public boolean isOurs(String branch) {
    return branch.startsWith(mark);
  }

  /**
   * The request as it leaves when this is the only place it goes to.
   *
   * @param out the target's hop, {@code local} filled
   * @param recorded the caller's side when this request is to be record-routed, else null
   */
  public SipRequest forward(
      SipRequest request, Target target, Hop out, @Nullable Recorded recorded) {
    long said = request.number(HeaderName.MAX_BREADTH, USUAL_BREADTH);
    int breadth = said == 0 ? USUAL_BREADTH : (int) Math.min(said, USUAL_BREADTH);
    return forward(request, target, out, recorded, breadth);
  }

  /**
   * The request as it leaves on a branch.
   *
   * @param out the target's hop, {@code local} filled
   * @param recorded the caller's side when this request is to be record-routed, else null
   * @param breadth in how many places it may be from there on (RFC 5393 §5.3.3)
   */
  public SipRequest forward(
      SipRequest request, Target target, Hop out, @Nullable Recorded recorded, int breadth) {
    String uri = target.uri();
    Edit<SipRequest> edit = uri == null ? request.edit() : request.editWithUri(uri);
    for (Target.Added added : target.added()) {
      if (added.name().equals(HeaderName.DIVERSION)) {
        edit.push(added.name(), added.value()); // RFC 5806 §4: the latest stands first
      } else {
        edit.add(added.name(), added.value());
      }
    }
    // Step 3: Max-Forwards goes down by one; absent, it begins at 70.
    edit.set(
        HeaderName.MAX_FORWARDS, Long.toString(request.number(HeaderName.MAX_FORWARDS, 71) - 1));
    edit.set(HeaderName.MAX_BREADTH, Integer.toString(breadth));
    if (recorded != null) {
      recordRoute(edit, request, recorded, out, target.sticky());
    }
    String branch = newBranch() + "." + LoopCheck.hash(request);
    edit.push(HeaderName.VIA, via(out, branch));
    return edit.done();
  }

  /** A request of our own as it leaves. */
  public SipRequest sending(SipRequest request, Hop out) {
    return request.edit().push(HeaderName.VIA, via(out, newBranch() + ".ua")).done();
  }

  /** The beginning of a branch (§8.1.1.7): a response is believed by it alone (§17.1.3). */
  private String newBranch() {
    return mark + HexFormat.of().toHexDigits(random.nextLong());
  }

  /** A Via of ours for what leaves on this hop. */
  private String via(Hop out, String branch) {
    return "SIP/2.0/"
        // What never leaves us needs a name all the same: a phone reads all Vias of its request.
        + (out.inside() ? Transport.UDP : out.transport()).name()
        + " "
        + HostAddress.text(advertised.towards(out))
        + ";branch="
        + branch;
  }

  /**
   * One Record-Route when both sides are alike; two when the listener differs (RFC 5658) or a side
   * is reached by its flow: each then names the side it faces.
   */
  private void recordRoute(
      Edit<SipRequest> edit, SipRequest request, Recorded recorded, Hop out, boolean outSticky) {
    Hop in = recorded.callerHop();
    InetSocketAddress inLocal = advertised.towards(in);
    InetSocketAddress outLocal = advertised.towards(out);
    boolean alike = out.inside() || (in.transport() == out.transport() && inLocal.equals(outLocal));
    if (in.inside()) {
      // An application sees what the other side sees: it is found by its dialog.
      Transport transport = out.inside() ? Transport.UDP : out.transport();
      Hop flow = outSticky ? out : null;
      edit.push(
          HeaderName.RECORD_ROUTE,
          dialogRoute.recordRoute(
              request, Faces.CALLEE, transport, outLocal, flow, null, recorded.at()));
      return;
    }
    boolean twice = !alike || recorded.callerSticky() || outSticky;
    edit.push(
        HeaderName.RECORD_ROUTE,
        dialogRoute.recordRoute(
            request,
            twice ? Faces.CALLER : Faces.BOTH,
            in.transport(),
            inLocal,
            recorded.callerSticky() ? in : null,
            recorded.callerTarget(),
            recorded.at()));
    if (twice) {
      Hop flow = outSticky ? out : null;
      edit.push(
          HeaderName.RECORD_ROUTE,
          dialogRoute.recordRoute(
              request, Faces.CALLEE, out.transport(), outLocal, flow, null, recorded.at()));
    }
  }

  /**
   * A response as it goes back to the caller: our Record-Route tells where the callee is, so that
   * requests of the dialog lead there and nowhere else (RFC 3261 §16.7 step 8).
   *
   * @param response to a request that was record-routed here
   * @param mayBe places where a callee may say to be
   */
  public SipResponse tellingTarget(SipResponse response, Predicate<SipUri> mayBe, Instant now) {
    List<String> recorded = response.values(HeaderName.RECORD_ROUTE);
    for (int i = 0; i < recorded.size(); i++) {
      SipUri route = Grammar.nameAddr(recorded.get(i)).uri();
      if (dialogRoute.read(route, response, now) instanceof DialogRoute.Reading.Genuine ours
          && ours.faces() != Faces.CALLER) {
        SipUri target =
            i == 0 ? NextHop.contactOf(response) : Grammar.nameAddr(recorded.get(i - 1)).uri();
        String told =
            target == null || !mayBe.test(target)
                ? null
                : dialogRoute.withCalleeTarget(route, target);
        if (told != null) {
          return replacing(response, recorded, i, told);
        }
      }
    }
    return response;
  }

  private static SipResponse replacing(
      SipResponse response, List<String> recorded, int index, String value) {
    if (index == 0) {
      return response.edit().replaceTop(HeaderName.RECORD_ROUTE, value).done();
    }
    List<String> values = new ArrayList<>(recorded);
    values.set(index, value);
    return response.edit().set(HeaderName.RECORD_ROUTE, String.join(", ", values)).done();
  }

  /**
   * The CANCEL of a request we forwarded (§9.1): same Request-URI, top Via, Call-ID, To, From, CSeq
   * number, Route.
   */
  public static SipRequest cancel(SipRequest forwarded, @Nullable String reason) {
    Edit<SipRequest> cancel = SipRequest.create(Method.CANCEL, forwarded.uriText());
    cancel.add(HeaderName.VIA, forwarded.values(HeaderName.VIA).getFirst());
    cancel.add(HeaderName.MAX_FORWARDS, "70");
    List<String> routes = forwarded.headers(HeaderName.ROUTE);
    for (String route : routes) {
      cancel.add(HeaderName.ROUTE, route);
    }
    cancel.add(HeaderName.FROM, forwarded.mandatory(HeaderName.FROM));
    cancel.add(HeaderName.TO, forwarded.mandatory(HeaderName.TO));
    cancel.add(HeaderName.CALL_ID, forwarded.callId());
    cancel.add(HeaderName.CSEQ, forwarded.cseq().number() + " CANCEL");
    if (reason != null) {
      cancel.add(HeaderName.REASON, reason);
    }
    cancel.add(HeaderName.CONTENT_LENGTH, "0");
    return cancel.done();
  }

  /**
   * A question of our own to a phone: is it still there?
   *
   * @param contact its Contact URI
   * @param aor whose phone it is
   * @param domain ours
   * @param out the way to it, {@code local} filled
   */
  public SipRequest options(String contact, String aor, String domain, Hop out, String callId) {
    return SipRequest.create(Method.OPTIONS, contact)
        .add(HeaderName.VIA, via(out, newBranch() + "." + callId))
        .add(HeaderName.MAX_FORWARDS, "70")
        .add(HeaderName.FROM, "<sip:" + domain + ">;tag=" + callId)
        .add(HeaderName.TO, "<" + aor + ">")
        .add(HeaderName.CALL_ID, callId)
        .add(HeaderName.CSEQ, "1 OPTIONS")
        .add(HeaderName.CONTENT_LENGTH, "0")
        .done();
  }

  /**
   * A request of our own as it leaves (RFC 3261 §8.1.1.7).
   *
   * @param out the way it goes, {@code local} filled
   * @param suffix token characters that its branch ends with, so that whoever gets the response
   *     knows whose it is
   */
  public SipRequest own(SipRequest request, Hop out, String suffix) {
    return request.edit().push(HeaderName.VIA, via(out, newBranch() + suffix)).done();
  }

  /**
   * A Contact value of ours for who is at the far end of this hop.
   *
   * @param out {@code local} filled
   */
  public String contact(String user, Hop out) {
    return "<sip:"
        + HostAddress.escapedUser(user)
        + "@"
        + HostAddress.text(advertised.towards(out))
        + (out.transport() == Transport.UDP ? "" : ";transport=" + out.transport().inUri())
        + ">";
  }

  /** Takes our Via off a response (§16.7 step 3). */
  public static SipResponse withoutOurVia(SipResponse response) {
    return response.edit().pop(HeaderName.VIA).done();
  }
}
