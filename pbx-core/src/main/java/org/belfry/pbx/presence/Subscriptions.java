package org.belfry.pbx.presence;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.engine.Event;
import org.belfry.pbx.engine.Step;
import org.belfry.pbx.engine.TimerWheel;
import org.belfry.pbx.registrar.Binding;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.message.Edit;
import org.belfry.pbx.sip.message.MalformedHeader;
import org.belfry.pbx.sip.message.SipMessage;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.belfry.pbx.sip.route.Forwarding;
import org.belfry.pbx.transaction.ClientUser;
import org.belfry.pbx.transaction.LaneContext;
import org.belfry.pbx.transaction.ServerEntry;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions to one lane's AORs, and what their devices have published: runs {@link
 * Notifier} and {@link Publisher}, keeps timers, sends.
 */
public final class Subscriptions {
  /** What the branch of a NOTIFY of ours ends with, before the lane: no other branch has it. */
  private static final String LANE = "~";

  private static final String RETRY_LATER_S = "60";
  private static final int ENTITY_MAX = 256;

  /** Later changes are looked for again then. */
  private static final Duration LONGEST_TIMER = Duration.ofDays(1);

  private final PresenceSources sources;
  private final Presence presence;
  private final EventPackages packages;
  private final Notifier notifier = new Notifier();
  private final Publisher publisher;
  private final NotifierResources watchables;
  private final MailboxLamps mailboxes;
  private final Forwarding forwarding;
  private final String suffix;
  private final Predicate<Aor> owned;
  private final Map<Aor, Watched> watched = new HashMap<>();
  private final Map<String, Entry> byDialog = new HashMap<>();
  private final LaneContext lane;

  /**
   * @param index the number of the lane
   * @param owned true for the AORs of the lane
   */
  public Subscriptions(
      PresenceSources sources,
      Forwarding forwarding,
      int index,
      Predicate<Aor> owned,
      LaneContext lane) {
    this.sources = sources;
    this.lane = lane;
    this.presence = sources.presence();
    this.packages = new EventPackages(presence.properties());
    this.publisher = new Publisher(presence.properties(), packages);
    this.watchables = new NotifierResources(sources.directory(), presence.names());
    this.forwarding = forwarding;
    this.suffix = LANE + index;
    this.owned = owned;
    this.mailboxes =
        new MailboxLamps(
            sources,
            (request, aor, hop, now) -> send(request, aor, hop, null, now),
            this::watchesOwnMailbox,
            lane.random());
  }

  /** A subscription in the lane's memory. */
  static final class Entry {
    final Aor aor;
    Subscription<?> state;
    TimerWheel.@Nullable Timer expiry;
    TimerWheel.@Nullable Timer interval;
    boolean gone;

    Entry(Aor aor, Subscription<?> state) {
      this.aor = aor;
      this.state = state;
    }
  }

  /** What is kept of an AOR that is watched, or that has published. */
  private static final class Watched {
    final List<Entry> entries = new ArrayList<>(2);
    List<Publication> published = List.of();
    TimerWheel.@Nullable Timer publicationExpiry;

    /** When what is watched changes by itself. */
    TimerWheel.@Nullable Timer change;

    boolean isEmpty() {
      return entries.isEmpty() && published.isEmpty();
    }
  }

  /** What happens to subscriptions beside requests. */
  public void on(PresenceLetter letter, Instant now) {
    switch (letter) {
      case PresenceLetter.ResourceChanged e -> changed(e.aor(), now);
      case PresenceLetter.SubscriptionExpired e -> expired(e.entry(), now);
      case PresenceLetter.NotifyIntervalOver e -> intervalOver(e.entry(), now);
      case PresenceLetter.NotifyAnswered e when e.response().isFinal() ->
          step(
              e.entry(),
              new SubscriptionEvent.NotifyAnswered(e.response().status(), retryAfter(e.response())),
              now);
      case PresenceLetter.NotifyAnswered e -> {} // a provisional one
      case PresenceLetter.NotifyLost e -> lost(e.entry(), now);
      case PresenceLetter.PublicationsExpire e -> publicationsExpire(e.aor(), now);
      case PresenceLetter.PhoneToTell e -> tell(e, now);
    }
  }

  /** Names of the event packages. */
  public String packages() {
    return packages.names();
  }

  /**
   * The number of the lane that sent a request, from the request or a response to it; -1 when it is
   * no NOTIFY of ours. The dialog is the watcher's, and so is its Call-ID, which leads elsewhere.
   */
  public static int laneOfNotify(SipMessage message) {
    String cseq = message.header(HeaderName.CSEQ);
    if (cseq == null || !cseq.endsWith("NOTIFY")) {
      return -1;
    }
    try {
      String branch = message.topVia().branch();
      int mark = branch.lastIndexOf(LANE);
      return mark < 0 || branch.length() - mark > 3
          ? -1
          : Integer.parseInt(branch, mark + 1, branch.length(), 10);
    } catch (MalformedHeader | NumberFormatException e) {
      return -1; // not written by us
    }
  }

  /** A SUBSCRIBE of somebody we know (RFC 6665 §4.2.1). */
  public void subscribe(
      ServerEntry entry,
      SipRequest request,
      Watcher watcher,
      Aor aor,
      Hop from,
      String tag,
      Instant now) {
    if (movedAway(entry, request, aor, tag, now)) {
      return;
    }
    SubscribeRequest.Reading reading =
        SubscribeRequest.read(request, packages, presence.properties(), tag);
    SubscribeRequest asked = reading.request();
    if (asked == null) {
      respond(entry, Objects.requireNonNull(reading.refusal()), now);
    } else if (request.toTag() != null) {
      refresh(entry, request, watcher, asked, from, now);
    } else {
      begin(entry, request, watcher, aor, asked, from, tag, now);
    }
  }

  /** The directory has changed since the lane was chosen: the next try gets to the right one. */
  private boolean movedAway(
      ServerEntry entry, SipRequest request, Aor aor, String tag, Instant now) {
    if (owned.test(aor)) {
      return false;
    }
    Edit<SipResponse> later = request.respond(500, "Server Internal Error", tag);
    respond(entry, later.add(HeaderName.RETRY_AFTER, "1").done(), now);
    return true;
  }

  private void begin(
      ServerEntry entry,
      SipRequest request,
      Watcher watcher,
      Aor aor,
      SubscribeRequest asked,
      Hop from,
      String tag,
      Instant now) {
    EventPackage<?> pack = asked.pack();
    if (!presence.policy().mayWatch(watcher.user(), aor, pack.name())) {
      answer(entry, request, 403, "Not yours to watch", tag, now);
      return;
    }
    SubscriptionDialog dialog = SubscriptionDialog.begin(request, tag, from);
    Watched its = watched.computeIfAbsent(aor, a -> new Watched());
    presence.dialogs().watch(aor); // before its state is read: no change is missed
    Resource resource = seenBy(watcher, resource(aor, its, now));
    Subscription<?> first = first(pack, dialog, watcher, request, asked, resource, now);
    SipResponse ok = accepted(request, aor, dialog, asked.expires(), tag);
    switch (presence.counts().take(watcher.key())) {
      case NONE_FOR_WATCHER ->
          answer(entry, request, 403, "You watch as many as one may", tag, now);
      case NONE ->
          respond(
              entry,
              request
                  .respond(480, "As many are watched as may be", tag)
                  .add(HeaderName.RETRY_AFTER, RETRY_LATER_S)
                  .done(),
              now);
      case ENOUGH -> {
        Entry subscription = new Entry(aor, first);
        its.entries.add(subscription);
        byDialog.put(key(dialog.callId(), tag), subscription);
        respond(entry, ok, now);
        carryOut(subscription, notifier.start(first, asked.expires(), now), now);
        awaitChange(aor, its, now);
      }
    }
    forgetIfEmpty(aor, its);
  }

  private static <S> Subscription<S> first(
      EventPackage<S> pack,
      SubscriptionDialog dialog,
      Watcher watcher,
      SipRequest request,
      SubscribeRequest asked,
      Resource resource,
      Instant now) {
    String uri = request.uriText();
    String entity = uri.length() <= ENTITY_MAX ? uri : resource.aor().toString();
    return Subscription.begin(dialog, watcher.key(), entity, pack, asked, resource, now);
  }

  /**
   * True for a request of a subscription dialog: its tags are those that we gave and were given.
   */
  public boolean hold(SipRequest request) {
    String toTag = request.toTag();
    Entry known = toTag == null ? null : byDialog.get(key(request.callId(), toTag));
    return known != null && known.state.dialog().remoteTag().equals(request.fromTag());
  }

  private void refresh(
      ServerEntry entry,
      SipRequest request,
      Watcher watcher,
      SubscribeRequest asked,
      Hop from,
      Instant now) {
    String toTag = Objects.requireNonNull(request.toTag());
    Entry known = byDialog.get(key(request.callId(), toTag));
    if (known == null
        || known.state.isEnding()
        || !known.state.watcher().equals(watcher.key())
        || !known.state.dialog().remoteTag().equals(request.fromTag())
        || !known.state.event().equals(asked.event())) {
      answer(entry, request, 481, "Subscription Does Not Exist", null, now);
      return;
    }
    if (request.cseq().number() <= known.state.dialog().remoteSequence()) {
      answer(entry, request, 500, "Out of order", null, now); // RFC 3261 §12.2.2
      return;
    }
    SubscriptionDialog dialog = known.state.dialog().refreshed(request, from);
    respond(entry, accepted(request, known.aor, dialog, asked.expires(), null), now);
    step(known, new SubscriptionEvent.Refreshed(dialog, asked.expires(), asked.interval()), now);
  }

  private SipResponse accepted(
      SipRequest request,
      Aor aor,
      SubscriptionDialog dialog,
      Duration expires,
      @Nullable String tag) {
    Edit<SipResponse> ok = request.respond(200, "OK", tag);
    for (String each : request.headers(HeaderName.RECORD_ROUTE)) {
      ok.add(HeaderName.RECORD_ROUTE, each); // RFC 3261 §12.1.1
    }
    return ok.add(HeaderName.EXPIRES, Long.toString(expires.toSeconds()))
        .add(HeaderName.CONTACT, forwarding.contact(aor.user(), dialog.hop()))
        .done();
  }

  /** An authenticated PUBLISH (RFC 3903 §6). */
  public void publish(
      ServerEntry entry, SipRequest request, User user, Aor aor, String tag, Instant now) {
    if (!user.extension().equalsIgnoreCase(aor.user())) {
      answer(entry, request, 403, "Only the owner may publish this", tag, now);
      return;
    }
    if (movedAway(entry, request, aor, tag, now)) {
      return;
    }
    Watched known = watched.get(aor);
    List<Publication> before = known == null ? List.of() : known.published;
    Publisher.Outcome outcome = publisher.publish(request, before, this::randomTag, tag, now);
    respond(entry, outcome.response(), now);
    Watched its = watched.computeIfAbsent(aor, a -> new Watched());
    published(aor, its, outcome.published(), now);
  }

  private void publicationsExpire(Aor aor, Instant now) {
    Watched its = watched.get(aor);
    if (its != null) {
      its.publicationExpiry = null;
      published(aor, its, Publisher.live(its.published, now), now);
    }
  }

  private void published(Aor aor, Watched its, List<Publication> next, Instant now) {
    boolean different = !next.equals(its.published);
    presence.counts().published().add(next.size() - its.published.size());
    its.published = next;
    if (its.publicationExpiry != null) {
      lane.post().cancel(its.publicationExpiry);
      its.publicationExpiry = null;
    }
    next.stream()
        .map(Publication::expiresAt)
        .min(Instant::compareTo)
        .ifPresent(first ->
            its.publicationExpiry =
                lane.post()
                    .after(
                        Duration.between(now, first),
                        new PresenceLetter.PublicationsExpire(aor),
                        now));
    if (different) {
      changed(aor, now);
    }
    forgetIfEmpty(aor, its);
  }

  private boolean watchesOwnMailbox(Aor aor, Hop hop) {
    Watched its = watched.get(aor);
    return its != null
        && its.entries.stream()
            .anyMatch(e ->
                e.state.pack().name().equals("message-summary")
                    && e.state.dialog().hop().remote().equals(hop.remote()));
  }

  /** Tells those who watch an AOR what is different, if anything is. */
  public void changed(Aor aor, Instant now) {
    mailboxes.changed(aor, now);
    Watched its = watched.get(aor);
    if (its == null || its.entries.isEmpty()) {
      return;
    }
    Directory directory = sources.directory().get();
    boolean there = watchables.named(aor.user(), directory) != null;
    Resource resource = resource(aor, its, now);
    for (Entry each : List.copyOf(its.entries)) {
      step(each, event(each, there, directory, resource), now);
    }
    awaitChange(aor, its, now);
  }

  /** A lamp that goes dark at a known time is looked at then. */
  private void awaitChange(Aor aor, Watched its, Instant now) {
    stop(its.change);
    its.change = null;
    if (its.entries.isEmpty() || sources.directory().get().user(aor.user()) != null) {
      return;
    }
    Instant at = presence.names().changesAt(aor.user());
    if (at != null) {
      Duration wait = Duration.between(now, at);
      its.change =
          lane.post()
              .after(
                  wait.compareTo(LONGEST_TIMER) < 0 ? wait : LONGEST_TIMER,
                  new PresenceLetter.ResourceChanged(aor),
                  now);
    }
  }

  private SubscriptionEvent event(
      Entry entry, boolean there, Directory directory, Resource resource) {
    if (!there) {
      return new SubscriptionEvent.Ended(Subscription.Reason.NO_RESOURCE);
    }
    Watcher watcher = Watcher.known(entry.state.watcher(), directory);
    return watcher == null
            || !presence.policy().mayWatch(watcher.user(), entry.aor, entry.state.pack().name())
        ? new SubscriptionEvent.Ended(Subscription.Reason.REJECTED)
        : new SubscriptionEvent.Changed(seenBy(watcher, resource));
  }

  /**
   * Tags are for those who may use them in Replaces (RFC 3891): those of a dialog that rings for
   * who may pick it up, those of any other for who may take its place. A peer gets none.
   */
  private Resource seenBy(Watcher watcher, Resource resource) {
    Directory directory = sources.directory().get();
    User user = watcher.user();
    if (resource.dialogs().isEmpty()
        || (user != null && directory.mayTakeCallsOf(user, resource.aor()))) {
      return resource;
    }
    User watched = directory.user(resource.aor().user());
    boolean picksUp = user != null && watched != null && watched.settings().pickupGroup() == null;
    return resource.showing(
        resource.dialogs().stream()
            .map(dialog -> picksUp && dialog.rings() ? dialog : dialog.withoutTags())
            .toList());
  }

  private Resource resource(Aor aor, Watched its, Instant now) {
    User user = sources.directory().get().user(aor.user());
    return new Resource(
        aor,
        user == null ? null : user.name(),
        user == null ? presence.names().dialogs(aor.user()) : presence.dialogs().of(aor),
        user == null ? List.of() : sources.location().live(aor, now),
        user == null ? null : presence.mailboxes().summary(aor),
        Publisher.live(its.published, now).stream().map(Publication::document).toList(),
        user == null ? presence.names().conference(aor.user()) : null);
  }

  private void expired(Entry entry, Instant now) {
    entry.expiry = null;
    step(entry, new SubscriptionEvent.Expired(), now);
  }

  private void intervalOver(Entry entry, Instant now) {
    entry.interval = null;
    step(entry, new SubscriptionEvent.IntervalOver(), now);
  }

  /** A NOTIFY of ours. */
  private record Notice(Entry entry) implements ClientUser {
    @Override
    public Event answered(SipResponse response) {
      return new PresenceLetter.NotifyAnswered(entry, response);
    }

    @Override
    public Event silent(int status, String why) {
      return new PresenceLetter.NotifyLost(entry);
    }
  }

  private void lost(Entry entry, Instant now) {
    step(entry, new SubscriptionEvent.NotifyLost(), now);
  }

  private void step(Entry entry, SubscriptionEvent event, Instant now) {
    if (!entry.gone) {
      carryOut(entry, notifier.on(entry.state, event, now), now);
    }
  }

  private void carryOut(
      Entry entry, Step<? extends Subscription<?>, SubscriptionEffect> step, Instant now) {
    entry.state = step.state();
    for (SubscriptionEffect effect : step.effects()) {
      switch (effect) {
        case SubscriptionEffect.SendNotify e -> {
          presence.counts().notified().increment();
          if (!send(e.request(), entry.aor, e.hop(), entry, now)) {
            lost(entry, now);
          }
        }
        case SubscriptionEffect.StartExpiry e -> {
          stop(entry.expiry);
          entry.expiry =
              lane.post().after(e.delay(), new PresenceLetter.SubscriptionExpired(entry), now);
        }
        case SubscriptionEffect.StopExpiry e -> {
          stop(entry.expiry);
          entry.expiry = null;
        }
        case SubscriptionEffect.StartInterval e ->
            entry.interval =
                lane.post().after(e.delay(), new PresenceLetter.NotifyIntervalOver(entry), now);
        case SubscriptionEffect.StopInterval e -> {
          stop(entry.interval);
          entry.interval = null;
        }
        case SubscriptionEffect.Close e -> close(entry, e.failed());
      }
    }
  }

  private void close(Entry entry, boolean failed) {
    entry.gone = true;
    if (failed) {
      presence.counts().failed().increment();
    }
    presence.counts().giveBack(entry.state.watcher());
    SubscriptionDialog dialog = entry.state.dialog();
    byDialog.remove(key(dialog.callId(), dialog.localTag()));
    Watched its = watched.get(entry.aor);
    if (its != null) {
      its.entries.remove(entry);
      forgetIfEmpty(entry.aor, its);
    }
  }

  private void forgetIfEmpty(Aor aor, Watched its) {
    if (its.entries.isEmpty()) {
      presence.dialogs().unwatch(aor);
      stop(its.change);
      its.change = null;
    }
    if (its.isEmpty()) {
      watched.remove(aor);
    }
  }

  /**
   * Sends a request of ours about an AOR.
   *
   * @param entry told what became of it, or null when nobody needs to know
   * @return false when there is no way
   */
  private boolean send(SipRequest request, Aor aor, Hop hop, @Nullable Entry entry, Instant now) {
    Hop out = lane.network().route(hop);
    if (out == null) {
      return false;
    }
    SipRequest whole =
        request.edit().add(HeaderName.CONTACT, forwarding.contact(aor.user(), out)).done();
    SipRequest notify = forwarding.own(whole, out, suffix);
    lane.transactions().start(notify, out, entry == null ? null : new Notice(entry), now);
    return true;
  }

  /** Sends a phone the notice that it is to get; whether it understands it is its own affair. */
  private void tell(PresenceLetter.PhoneToTell e, Instant now) {
    for (Binding binding : sources.location().live(e.aor(), now)) {
      if (binding.contact().equals(e.contact())) {
        String callId = HexFormat.of().toHexDigits(lane.random().nextLong());
        SipRequest notice = PhoneNotice.to(binding, e.aor(), e.event(), callId);
        send(notice, e.aor(), binding.hop(), null, now);
      }
    }
  }

  private void respond(ServerEntry entry, SipResponse response, Instant now) {
    lane.transactions().respond(entry, response, now);
  }

  private void answer(
      ServerEntry entry,
      SipRequest request,
      int status,
      String reason,
      @Nullable String tag,
      Instant now) {
    respond(entry, request.respond(status, reason, tag).done(), now);
  }

  /** Seconds; a comment or parameters may follow (RFC 3261 §20.33). */
  private static @Nullable Duration retryAfter(SipResponse response) {
    String text = response.header(HeaderName.RETRY_AFTER);
    int digits = 0;
    while (text != null && digits < text.length() && Character.isDigit(text.charAt(digits))) {
      digits++;
    }
    return text == null || digits == 0 || digits > 9
        ? null
        : Duration.ofSeconds(Long.parseLong(text.substring(0, digits)));
  }

  private String randomTag() {
    return HexFormat.of().toHexDigits(lane.random().nextLong());
  }

  private static String key(String callId, String localTag) {
    return callId + ' ' + localTag;
  }

  private void stop(TimerWheel.@Nullable Timer timer) {
    if (timer != null) {
      lane.post().cancel(timer);
    }
  }
}
