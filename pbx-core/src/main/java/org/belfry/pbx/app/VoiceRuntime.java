package org.belfry.pbx.app;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.belfry.pbx.call.Application;
import org.belfry.pbx.call.CallEffect;
import org.belfry.pbx.call.CallEvent;
import org.belfry.pbx.call.CallProgram;
import org.belfry.pbx.call.LegLimits;
import org.belfry.pbx.call.LegProfile;
import org.belfry.pbx.call.Payer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs voice applications: a thread for each of their calls, and what joins it to the lane of the
 * call. For any thread.
 */
public final class VoiceRuntime implements VoiceCalls {
  private static final Logger LOG = LoggerFactory.getLogger(VoiceRuntime.class);
  private static final String AGENT = "Belfry";

  private final VoiceMedia media;
  private final InstantSource clock;
  private final Supplier<Site> site;
  private final ProgramThreads threads;
  private final Map<String, Running> running = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
  private final Set<String> ids = ConcurrentHashMap.newKeySet();
  private final LongAdder wordsLost = new LongAdder();
  private volatile @Nullable CallLanes lanes;

  /** One that runs. */
  private record Running(String application, ProgramCall call) {}

  /**
   * A call that an application leads now.
   *
   * @param step where its program is; may be empty
   */
  public record RunningCall(String callId, String application, String step) {}

  /**
   * @param site asked at the beginning of each call
   */
  public VoiceRuntime(VoiceMedia media, InstantSource clock, Supplier<Site> site) {
    this(media, clock, site, new VirtualThreads(clock));
  }

  VoiceRuntime(VoiceMedia media, InstantSource clock, Supplier<Site> site, ProgramThreads threads) {
    this.media = media;
    this.clock = clock;
    this.site = site;
    this.threads = threads;
  }

  /** Who carries out what programs want; before that no call is taken. */
  public void runOn(CallLanes its) {
    lanes = its;
  }

  /** What takes the calls of an application. */
  public Application taking(VoiceApplication application) {
    return new VoiceReception(this, application);
  }

  /** What programs wanted of lanes that were full for seconds, since the start. */
  public long wordsLost() {
    return wordsLost.sum();
  }

  /** Calls that applications lead now. */
  public List<RunningCall> runningCalls() {
    List<RunningCall> all = new ArrayList<>(running.size());
    running.forEach((id, each) -> all.add(new RunningCall(id, each.application, each.call.step())));
    return all;
  }

  /** The application that leads this call, or null. */
  public @Nullable RunningCall runningCall(String callId) {
    Running found = running.get(callId);
    return found == null ? null : new RunningCall(callId, found.application, found.call.step());
  }

  @Override
  public String call(
      VoiceApplication application, OutgoingCall outgoing, Consumer<Bridged> failed) {
    CallLanes to = lanes();
    String callId = to.newCallId();
    if (!counted(application)) {
      failed.accept(new Bridged.Refused(503, "Too Many Calls"));
      return callId;
    }
    String name = outgoing.shownName();
    String party =
        (name == null ? "" : '"' + name.replace("\\", "").replace('"', '\'') + "\" ")
            + "<sip:"
            + outgoing.shownAs()
            + "@"
            + to.domain()
            + ">";
    ProgramCall.Facts facts =
        new ProgramCall.Facts(
            callId,
            outgoing.argument(),
            new CallingParty(null, outgoing.destination(), null),
            outgoing.destination(),
            null,
            Payer.NOBODY,
            true,
            site.get().zone());
    String language = outgoing.language().isEmpty() ? site.get().language() : outgoing.language();
    Start start = start(application, facts, language, failed);
    CallProgram program =
        VoiceProgram.of(
            new VoiceProgram.Setup(
                application.name(),
                to.domain(),
                profile(application, "sip:~" + application.name() + "@" + to.domain()),
                party,
                outgoing,
                start.line.voice(VoiceEvent.CALLER),
                start.line,
                start));
    to.begin(callId, application.name(), program);
    return callId;
  }

  /** Ends a call, also one of ours that only rings; nothing when it is over. For any thread. */
  public void hangUp(String id) {
    lanes().command(id, new CallEvent.HangUp("it is not wanted any more"));
  }

  @Override
  public Room room(String name, int participantsMax) {
    return media.room(name, participantsMax);
  }

  @Override
  public String language() {
    return site.get().language();
  }

  @Override
  public @Nullable VoiceCall find(String id) {
    Running found = running.get(id);
    return found == null ? null : found.call;
  }

  // ---- for the receptions

  Site site() {
    return site.get();
  }

  static LegProfile profile(VoiceApplication application, String contact) {
    return new LegProfile(
        AGENT,
        contact,
        LegProfile.EVERYTHING,
        false,
        null,
        LegLimits.DEFAULT,
        application.isFocus() ? ";isfocus" : "");
  }

  /** One call more, unless there are too many; {@link #uncounted} has to follow. */
  boolean counted(VoiceApplication application) {
    AtomicInteger count = counts.computeIfAbsent(application.name(), each -> new AtomicInteger());
    if (count.incrementAndGet() > application.callsMax()) {
      count.decrementAndGet();
      return false;
    }
    return true;
  }

  private void uncounted(VoiceApplication application) {
    AtomicInteger count = counts.get(application.name());
    if (count != null) {
      count.decrementAndGet();
    }
  }

  /** What starts the program as soon as its call is there. */
  Start start(
      VoiceApplication application,
      ProgramCall.Facts facts,
      String language,
      Consumer<Bridged> failed) {
    ProgramCall.Facts own = facts.as(unique(facts.id()));
    LiveProgram line =
        new LiveProgram(
            own.id(),
            facts.id(),
            clock,
            media,
            lanes(),
            threads.queue(),
            word -> {
              wordsLost.increment();
              LOG.error("call={} its lane is full: {} is lost", own.id(), word);
            });
    return new Start(application, new ProgramCall(line, own, language), line, failed);
  }

  /** A call that forks to several programs has one Call-ID; the first of them has it as it is. */
  private String unique(String callId) {
    String id = callId;
    for (int n = 2; !ids.add(id); n++) {
      id = callId + "+" + n;
    }
    return id;
  }

  private CallLanes lanes() {
    CallLanes its = lanes;
    if (its == null) {
      throw new IllegalStateException("calls come before there is a server");
    }
    return its;
  }

  /** Begins the thread of a call, and passes on what the lane tells; on the lane. */
  final class Start implements CallEffect.Listener<VoiceEvent> {
    private final VoiceApplication application;
    private final ProgramCall call;
    private final LiveProgram line;
    private final Consumer<Bridged> failed;
    private boolean begun;
    private boolean over;

    Start(
        VoiceApplication application,
        ProgramCall call,
        LiveProgram line,
        Consumer<Bridged> failed) {
      this.application = application;
      this.call = call;
      this.line = line;
      this.failed = failed;
    }

    LiveProgram line() {
      return line;
    }

    @Override
    public void told(VoiceEvent news) {
      if (begun) {
        line.put(news);
        return;
      }
      switch (news) {
        case VoiceEvent.Began n -> begin();
        case VoiceEvent.Connected n -> begin();
        case VoiceEvent.Ended n when n.leg() == VoiceEvent.CALLER ->
            end(
                switch (n.status()) {
                  case 486, 600 -> new Bridged.Busy();
                  case 408, 487 -> new Bridged.NoAnswer();
                  default -> new Bridged.Refused(n.status(), n.reason());
                });
        case VoiceEvent.HungUp n -> end(new Bridged.Gone("", Duration.ZERO));
        default -> {} // nobody is there yet to be told
      }
    }

    private void begin() {
      begun = true;
      running.put(call.id(), new Running(application.name(), call));
      threads.start("app-" + application.name() + "-" + call.id(), this::run);
    }

    /** Its call is over: before there was a thread, when the INVITE itself was no good. */
    void left() {
      if (!begun) {
        end(new Bridged.Gone("", Duration.ZERO));
      }
    }

    /** It never began. */
    private void end(Bridged why) {
      if (!over) {
        over = true;
        ids.remove(call.id());
        uncounted(application);
        failed.accept(why);
      }
    }

    private void run() {
      boolean whole = false;
      try {
        application.run(call);
        whole = true;
      } catch (RanAway e) {
        LOG.warn(
            "call={} application={} is ended: {}", call.id(), application.name(), e.getMessage());
      } catch (RuntimeException | StackOverflowError | AssertionError e) {
        LOG.error(
            "call={} application={} failed by its own fault", call.id(), application.name(), e);
      } finally {
        running.remove(call.id());
        ids.remove(call.id());
        uncounted(application);
        line.say(new VoiceCommand.Finish(!whole));
      }
    }
  }
}
