package org.belfry.pbx.app.trunk;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import org.belfry.pbx.call.Application;
import org.belfry.pbx.call.BackToBack;
import org.belfry.pbx.call.BodyPart;
import org.belfry.pbx.call.CallEffect;
import org.belfry.pbx.call.CalledParty;
import org.belfry.pbx.call.Content;
import org.belfry.pbx.call.LegLimits;
import org.belfry.pbx.call.LegProfile;
import org.belfry.pbx.call.OutsideCall;
import org.belfry.pbx.call.OutsideCalls;
import org.belfry.pbx.call.Payer;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.Trunk;
import org.belfry.pbx.directory.Whereabouts;
import org.belfry.pbx.identity.Privacy;
import org.belfry.pbx.routing.EmergencyCallbacks;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.NameAddr;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.message.Grammar;
import org.jspecify.annotations.Nullable;

/**
 * Calls by trunks: a B2BUA between our proxy and a provider, with the provider's identity and
 * passwords on its side and nothing of ours. Outbound, a plan's target says which trunk and which
 * number ({@link TrunkAddress}), and a refusal is an outcome that the plan goes on from. Inbound,
 * what was dialled goes into our proxy like any call.
 */
public final class TrunkCalls implements Application {
  public static final String NAME = "trunk";

  /** Time for five INVITEs (RFC 3261 §17.1.1.2); a server that is there says 100 to the first. */
  private static final Duration SILENCE = Duration.ofSeconds(8);

  private static final LegLimits PROVIDER = LegLimits.DEFAULT.withSilence(SILENCE);

  /**
   * Calls at once from one number to one number. Somebody who forwards to a number that leads back
   * here makes them one after the other, and no Via tells: the provider's calls are always new.
   */
  private static final int ALIKE = 20;

  /** The same for anonymous callers. */
  private static final int ALIKE_HIDDEN = 100;

  private static final HeaderName GEOLOCATION = HeaderName.of("Geolocation");
  private static final HeaderName GEOLOCATION_ROUTING = HeaderName.of("Geolocation-Routing");

  private final TrunkStates states;
  private final TrunkToken tokens;
  private final TrunkOf trunkOf;
  private final Countries countries;
  private final String agent;
  private final OutsideCalls outsideCalls;
  private final @Nullable Application firstCalls;
  private final EmergencyCallbacks callbacks;
  private final Preemption preemption;
  private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
  private final Map<String, Deque<Running>> running = new ConcurrentHashMap<>();

  /** Ends a call that an emergency call needs the channel of (RFC 4412 §4.3). */
  @FunctionalInterface
  public interface Preemption {
    /** Cuts nothing. */
    Preemption NONE = callId -> {};

    /** Returns at once; on any lane. */
    void cut(String callId);
  }

  /**
   * A call by a trunk that may be cut.
   *
   * @param callId of the call within the site, as in call records
   */
  private record Running(String callId) {}

  private final Map<Alike, Integer> alike = new ConcurrentHashMap<>();

  /**
   * Calls that come by a trunk and cannot be told apart.
   *
   * @param caller null for an anonymous caller
   */
  private record Alike(String trunk, @Nullable String caller, String dialled) {}

  /**
   * @param secret as the trunks' own
   * @param agent User-Agent and Server towards providers
   * @param outsideCalls decides about each outbound call
   * @param firstCalls {@link FirstCall}; null when nobody can be asked
   * @param callbacks by which numbers an emergency centre may call back
   * @param preemption ends the call whose channel an emergency call needs
   */
  public TrunkCalls(
      TrunkStates states,
      byte[] secret,
      Countries countries,
      String agent,
      OutsideCalls outsideCalls,
      @Nullable Application firstCalls,
      EmergencyCallbacks callbacks,
      Preemption preemption) {
    this.states = states;
    this.tokens = new TrunkToken(secret);
    this.trunkOf = new TrunkOf(tokens, states::server);
    this.countries = countries;
    this.agent = agent;
    this.outsideCalls = outsideCalls;
    this.firstCalls = firstCalls;
    this.callbacks = callbacks;
    this.preemption = preemption;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public @Nullable Hop beyond(SipUri uri) {
    TrunkAddress address = TrunkAddress.of(uri);
    TrunkStatus status = address == null ? null : states.of(address.trunk());
    return status == null ? null : status.server();
  }

  @Override
  public boolean isAt(String contact, Hop from, Directory directory) {
    InetAddress address = from.remote().getAddress();
    String user = Grammar.uri(contact).user();
    return user != null
        && trunkOf
            .trunkOfContact(user, directory.dialPlan().trunks())
            .filter(trunk -> trunkOf.isAt(trunk, from) || states.isServer(trunk.name(), address))
            .isPresent();
  }

  /** Calls that go by a trunk now. */
  public int calls(String trunk) {
    AtomicInteger count = calls.get(trunk);
    return count == null ? 0 : count.get();
  }

  @Override
  public Reception called(Incoming incoming, Instant now) {
    return incoming.from().inside() ? outbound(incoming, now) : inbound(incoming, now);
  }

  private Reception outbound(Incoming incoming, Instant now) {
    OutsideCall call = incoming.outside();
    if (call == null) {
      return new Reception.Refused(404, "Not Found", "no plan has sent the call to a trunk");
    }
    Trunk trunk = incoming.directory().dialPlan().trunks().get(call.trunk());
    TrunkStatus status = states.of(call.trunk());
    TrunkState.Use use = status == null ? null : way(status, call.lastResort(), now);
    if (trunk == null || status == null || use == null) {
      return new Reception.Refused(
          503, "Trunk Not Available", "the trunk " + call.trunk() + " is not available");
    }
    NameAddr caller = caller(incoming);
    boolean anonymous =
        caller.uri().host().equals("anonymous.invalid")
            || Privacy.of(incoming.invite()).hidesIdentity();
    NumberFormat.Outgoing words =
        NumberFormat.of(trunk)
            .outgoing(
                trunk,
                prefixes(incoming.directory()),
                call.number(),
                new NumberFormat.Caller(call.shown(), caller.display(), anonymous));
    Content fields = Content.NOTHING;
    for (NumberFormat.Field each : words.fields()) {
      fields = fields.with(each.name(), each.value());
    }
    BodyPart location = location(incoming, call, now);
    if (location != null) {
      // RFC 6442 §4.1, §4.2: by value, and to find the emergency centre by.
      fields =
          fields.with(GEOLOCATION, "<cid:" + location.id() + ">").with(GEOLOCATION_ROUTING, "yes");
    }
    LegProfile far =
        profile(
            incoming.desk().contact(status.contactUser(), use.server()),
            LegProfile.NO_TRANSFER,
            TrunkSigner.of(
                trunk,
                CallNumbers.of(trunk, prefixes(incoming.directory()), call.number()),
                incoming.desk()::token),
            PROVIDER);
    CalledParty provider =
        new CalledParty(
            new CallEffect.Way.Outside(use.server()),
            far,
            words.uri(),
            words.from(),
            "<" + words.uri() + ">",
            use.serviceRoute(),
            fields,
            location == null ? List.of() : List.of(location),
            CalledParty.USUAL);
    if (call.precedes()) {
      makeRoom(trunk);
    }
    return switch (outsideCalls.leaves(call, incoming.invite().callId(), now)) {
      case OutsideCalls.Verdict.Refuse no -> refused(no);
      case OutsideCalls.Verdict.Ask ask -> asked(incoming, call, ask, now);
      case OutsideCalls.Verdict.Go go -> {
        Reception reception =
            taken(
                call.precedes() ? Channels.unlimited(trunk) : Channels.of(trunk),
                call.precedes() ? null : incoming.invite().callId(),
                inside(incoming),
                provider,
                inside(incoming),
                0,
                null,
                go.progress()::over);
        if (!(reception instanceof Reception.Taken taken)) {
          go.progress().over();
          yield reception;
        }
        yield new Reception.Taken(
            taken.profile(),
            new WatchedCall(taken.program(), go.progress(), BackToBack.CALLEE),
            taken.over());
      }
    };
  }

  /** The provider has no channel left for an emergency call: the newest of the others gives its. */
  private void makeRoom(Trunk trunk) {
    if (trunk.channels() > 0 && calls(trunk.name()) >= trunk.channels()) {
      Deque<Running> others = running.get(trunk.name());
      Running least = others == null ? null : others.pollLast();
      if (least != null) {
        preemption.cut(least.callId());
      }
    }
  }

  /** Where the caller is, when the provider takes it; else null. */
  private static @Nullable BodyPart location(Incoming incoming, OutsideCall call, Instant now) {
    Whereabouts where = call.sent();
    if (where == null) {
      return null;
    }
    Directory directory = incoming.directory();
    String who = call.payer() == null ? "anonymous" : call.payer();
    return new BodyPart(
        PidfLo.TYPE,
        incoming.desk().token() + "@" + directory.domain(),
        PidfLo.document(
            where,
            "pres:" + UserPart.escaped(who) + "@" + directory.domain(),
            directory.dialPlan().country(),
            now));
  }

  /**
   * The server that takes the call, or null. In the last resort those trunks have been tried that
   * are up, and it is the turn of one that is not: only it knows whether it takes a call.
   */
  private TrunkState.@Nullable Use way(TrunkStatus status, boolean lastResort, Instant now) {
    if (!lastResort) {
      return status.usable(now) ? status.use() : null;
    }
    Hop server = status.usable(now) ? null : states.lastServer(status.trunk());
    return server == null ? null : new TrunkState.Use(server, Instant.MAX, List.of());
  }

  private static Reception refused(OutsideCalls.Verdict.Refuse no) {
    return new Reception.Refused(no.status(), no.reason(), no.why(), no.warning());
  }

  /** Only who has dialled and pays can be asked: nobody else answers for the call. */
  private Reception asked(
      Incoming incoming, OutsideCall call, OutsideCalls.Verdict.Ask ask, Instant now) {
    if (firstCalls == null
        || incoming.caller() == null
        || !incoming.caller().user().equals(call.payer())
        || incoming.invite().has(HeaderName.DIVERSION)) {
      return refused(ask.otherwise());
    }
    String uri = "sip:" + UserPart.escaped(call.number()) + "@" + incoming.directory().domain();
    return firstCalls.called(
        new Incoming(
            incoming.invite().editWithUri(uri).done(),
            incoming.from(),
            incoming.directory(),
            incoming.caller(),
            null,
            incoming.desk()),
        now);
  }

  private CountryPrefixes prefixes(Directory directory) {
    return countries.prefixes(directory.dialPlan().country());
  }

  /** Who calls, as our proxy asserts it. */
  private static NameAddr caller(Incoming incoming) {
    String asserted = incoming.invite().header(HeaderName.P_ASSERTED_IDENTITY);
    return Grammar.nameAddr(
        asserted == null
            ? incoming.invite().mandatory(HeaderName.FROM)
            : incoming.invite().values(HeaderName.P_ASSERTED_IDENTITY).getFirst());
  }

  private Reception inbound(Incoming incoming, Instant now) {
    Directory directory = incoming.directory();
    TrunkOf.Found found =
        trunkOf.of(incoming.invite(), incoming.from(), directory.dialPlan().trunks());
    if (found == null) {
      return new Reception.Refused(403, "Forbidden", "the call came by no trunk of ours");
    }
    Trunk trunk = found.trunk();
    NumberFormat format = NumberFormat.of(trunk);
    CountryPrefixes site = prefixes(directory);
    String dialled = format.called(found.called(), site);
    if (dialled.isEmpty()) {
      return new Reception.Refused(484, "Address Incomplete", "the call names no number");
    }
    String domain = directory.domain();
    String to = new TrunkAddress(trunk.name(), dialled, null).uri(domain);
    NumberFormat.Caller said = format.incoming(incoming.invite(), site);
    String caller = said.hidden() ? null : said.number();
    String name = said.name();
    String from =
        caller == null
            ? "\"Anonymous\" <sip:anonymous@anonymous.invalid>"
            : (name == null ? "" : '"' + name.replace("\\", "").replace('"', '\'') + "\" ")
                + "<sip:"
                + UserPart.escaped(caller)
                + "@"
                + domain
                + ">";
    LegProfile near =
        profile(
            incoming.desk().contact(tokens.of(trunk.name()), incoming.from()),
            LegProfile.NO_TRANSFER,
            TrunkSigner.of(
                trunk, CallNumbers.of(trunk, site, said.number()), incoming.desk()::token),
            LegLimits.DEFAULT);
    LegProfile inside = inside(incoming);
    Content identity =
        caller == null ? Content.NOTHING : Content.of(HeaderName.P_ASSERTED_IDENTITY, from);
    CalledParty user =
        new CalledParty(
            new CallEffect.Way.Inside(NAME, new Payer.Network(trunk.name())),
            inside,
            to,
            from,
            "<sip:" + UserPart.escaped(dialled) + "@" + domain + ">",
            List.of(),
            identity,
            CalledParty.USUAL);
    boolean calledBack = callbacks.caller(dialled, now) != null;
    return taken(
        calledBack ? Channels.unlimited(trunk) : Channels.of(trunk),
        calledBack ? null : incoming.invite().callId(),
        near,
        user,
        inside,
        1,
        new Alike(trunk.name(), caller, dialled),
        () -> {});
  }

  private boolean comesAgain(Alike call) {
    return alike.merge(call, 1, Integer::sum) > (call.caller() == null ? ALIKE_HIDDEN : ALIKE);
  }

  private void gone(@Nullable Alike call) {
    if (call != null) {
      alike.computeIfPresent(call, (its, count) -> count == 1 ? null : count - 1);
    }
  }

  /**
   * How many calls a trunk carries at once.
   *
   * @param most 0 for no limit: an emergency call is never refused for others that last
   */
  private record Channels(String trunk, int most) {
    static Channels of(Trunk trunk) {
      return new Channels(trunk.name(), trunk.channels());
    }

    static Channels unlimited(Trunk trunk) {
      return new Channels(trunk.name(), 0);
    }
  }

  private Reception taken(
      Channels channels,
      @Nullable String mayBeCut,
      LegProfile near,
      CalledParty far,
      LegProfile inside,
      int transferor,
      @Nullable Alike call,
      Runnable over) {
    if (call != null && comesAgain(call)) {
      gone(call);
      return new Reception.Refused(
          482,
          "Loop Detected",
          "as many calls from this number to " + call.dialled() + " as one may make at once");
    }
    AtomicInteger count = calls.computeIfAbsent(channels.trunk(), name -> new AtomicInteger());
    if (count.incrementAndGet() > channels.most() && channels.most() > 0) {
      count.decrementAndGet();
      gone(call);
      return new Reception.Refused(
          503,
          "All Channels Busy",
          "all channels of the trunk " + channels.trunk() + " are in use");
    }
    Running entry = new Running(mayBeCut == null ? "" : mayBeCut);
    Deque<Running> others =
        running.computeIfAbsent(channels.trunk(), name -> new ConcurrentLinkedDeque<>());
    if (mayBeCut != null) {
      others.addLast(entry);
    }
    return new Reception.Taken(
        near,
        BackToBack.calling(new BackToBack.Setup(NAME, far, inside, transferor)),
        () -> {
          count.decrementAndGet();
          others.removeLastOccurrence(entry);
          gone(call);
          over.run();
        });
  }

  private LegProfile inside(Incoming incoming) {
    return profile(incoming.desk().contact(NAME), LegProfile.EVERYTHING, null, LegLimits.DEFAULT);
  }

  private LegProfile profile(
      String contact, String allow, LegProfile.@Nullable Signer signer, LegLimits limits) {
    return new LegProfile(agent, contact, allow, true, signer, limits);
  }
}
