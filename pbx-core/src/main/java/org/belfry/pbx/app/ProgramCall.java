package org.belfry.pbx.app;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.belfry.pbx.call.Payer;
import org.belfry.pbx.sip.NameAddr;
import org.belfry.pbx.sip.message.Grammar;
import org.jspecify.annotations.Nullable;

/**
 * A {@link VoiceCall} in terms of a {@link Line}: says words, waits for news. There is one place
 * where it waits, {@link #take}; so what runs on a lane and what runs in a test differ in the line
 * alone.
 */
final class ProgramCall implements VoiceCall {
  private static final int KEYS_MAX = 64;
  private static final int MESSAGES_MAX = 64;
  private static final Duration FOR_EVER = Duration.ofHours(24);
  private static final Duration ANSWER_TIME = Duration.ofSeconds(40);
  private static final Duration FILE_TIME = Duration.ofSeconds(30);

  /** What does not change. */
  record Facts(
      String id,
      String argument,
      CallingParty caller,
      String dialled,
      @Nullable Diverted diverted,
      Payer payer,
      boolean outgoing,
      ZoneId zone) {
    Facts as(String other) {
      return new Facts(other, argument, caller, dialled, diverted, payer, outgoing, zone);
    }
  }

  private final Line line;
  private final Facts facts;
  private volatile CallingParty caller;
  private final Deque<Character> keys = new ArrayDeque<>();
  private final Deque<Object> messages = new ArrayDeque<>();
  private volatile String step = "";
  private String language;
  private boolean connected;
  private boolean gone;
  private boolean silent;
  private @Nullable Recorded recorded;
  private long orders;
  private long playing;
  private int legs = 10;
  private int operations;
  private int afterwards;

  ProgramCall(Line line, Facts facts, String language) {
    this.line = line;
    this.facts = facts;
    this.caller = facts.caller;
    this.language = language;
    this.connected = facts.outgoing;
  }

  // ---- who and what

  @Override
  public String id() {
    return facts.id;
  }

  @Override
  public String argument() {
    return facts.argument;
  }

  @Override
  public CallingParty caller() {
    return caller;
  }

  @Override
  public String dialled() {
    return facts.dialled;
  }

  @Override
  public @Nullable Diverted diverted() {
    return facts.diverted;
  }

  @Override
  public Payer payer() {
    return facts.payer;
  }

  @Override
  public boolean outgoing() {
    return facts.outgoing;
  }

  @Override
  public String language() {
    return language;
  }

  @Override
  public void language(String tag) {
    language = tag;
  }

  @Override
  public Instant now() {
    return line.now();
  }

  @Override
  public ZoneId zone() {
    return facts.zone;
  }

  @Override
  public boolean gone() {
    return gone || line.gone();
  }

  @Override
  public void step(String name) {
    step = name;
  }

  /** Where the program is. */
  String step() {
    return step;
  }

  // ---- the call

  @Override
  public boolean answer() {
    return begin() && connect();
  }

  private boolean connect() {
    if (!connected && !gone) {
      line.say(new VoiceCommand.Answer());
      Instant until = line.now().plus(ANSWER_TIME);
      while (!connected && !gone) {
        if (take(until) == null) {
          gone = true; // the leg itself gives up after 32 s without an ACK
        }
      }
    }
    return !gone;
  }

  @Override
  public void ring() {
    if (begin() && !connected) {
      line.say(new VoiceCommand.Ring());
    }
  }

  @Override
  public void refuse(int status, String reason) {
    if (begin()) {
      line.say(
          connected ? new VoiceCommand.HangUp(reason) : new VoiceCommand.Refuse(status, reason));
      gone = true;
    }
  }

  @Override
  public void hangUp() {
    if (begin()) {
      line.say(new VoiceCommand.HangUp("the application is done"));
      gone = true;
    }
  }

  @Override
  public void transfer(String destination, Payer payer) {
    if (begin()) {
      if (connected) {
        sound(List.of(new Prompt.Tone(Prompt.Kind.RINGBACK, Duration.ZERO)));
      }
      line.say(new VoiceCommand.Transfer(destination, payer));
      gone = true;
    }
  }

  @Override
  public void keepCaller() {
    if (begin()) {
      line.say(new VoiceCommand.Keep());
    }
  }

  @Override
  public Bridged bridge(Bridge bridge) {
    if (!begin() || !connect()) {
      return new Bridged.Gone("", Duration.ZERO);
    }
    if (!bridge.meanwhile().isEmpty()) {
      sound(bridge.meanwhile());
    }
    Bridging bridging = new Bridging(this, line, bridge, legs);
    legs += bridge.destinations().size();
    Bridged result = bridging.run();
    keys.clear(); // they were for whoever was there
    return result;
  }

  // ---- sound

  @Override
  public boolean play(List<Prompt> prompts) {
    if (!begin() || !connect()) {
      return false;
    }
    sound(prompts);
    playedOut();
    return !gone;
  }

  private void playedOut() {
    while (playing != 0 && !gone) {
      take(line.now().plus(FOR_EVER));
    }
  }

  @Override
  public Collected collect(Collect wanted) {
    if (!begin() || !connect()) {
      return new Collected.Gone();
    }
    if (wanted.clear()) {
      keys.clear();
    }
    if (!wanted.prompts().isEmpty() && !(wanted.bargeIn() && !keys.isEmpty())) {
      sound(wanted.prompts());
      if (!wanted.bargeIn()) {
        playedOut();
        keys.clear();
      }
    }
    StringBuilder digits = new StringBuilder();
    Instant until = line.now().plus(wanted.first());
    while (true) {
      while (!keys.isEmpty()) {
        char key = keys.remove();
        if (playing != 0 && !wanted.prompts().isEmpty()) {
          quiet();
        }
        if (wanted.terminators().indexOf(key) >= 0) {
          return digits.length() >= wanted.min()
              ? new Collected.Digits(digits.toString())
              : new Collected.TimedOut(digits.toString());
        }
        digits.append(key);
        if (digits.length() >= wanted.max()) {
          return new Collected.Digits(digits.toString());
        }
        until = line.now().plus(wanted.next());
      }
      if (gone) {
        return new Collected.Gone();
      }
      boolean said = playing != 0 && !wanted.prompts().isEmpty();
      VoiceEvent news = take(said ? line.now().plus(FOR_EVER) : until);
      if (said && playing == 0) {
        until = line.now().plus(wanted.first());
      } else if (news == null && !line.now().isBefore(until)) {
        return digits.length() >= wanted.min()
            ? new Collected.Digits(digits.toString())
            : new Collected.TimedOut(digits.toString());
      }
    }
  }

  @Override
  public Awaited await(Await what) {
    if (!begin() || (!what.prompts().isEmpty() && !connect())) {
      return new Awaited.Gone();
    }
    if (!what.prompts().isEmpty()) {
      sound(what.prompts());
    }
    Instant until = line.now().plus(what.length());
    while (true) {
      Object message = messages.poll();
      if (message != null) {
        return new Awaited.Told(message);
      }
      while (!keys.isEmpty()) {
        char key = keys.remove();
        if (what.keys().indexOf(key) >= 0) {
          return new Awaited.Pressed(key);
        }
      }
      if (gone) {
        return new Awaited.Gone();
      }
      if (what.untilPlayed() && playing == 0) {
        return new Awaited.Played();
      }
      if (take(until) == null && !line.now().isBefore(until)) {
        return new Awaited.TimedOut();
      }
    }
  }

  @Override
  public void background(List<Prompt> prompts) {
    if (begin() && connect()) {
      if (prompts.isEmpty()) {
        quiet();
      } else {
        sound(prompts);
      }
    }
  }

  @Override
  public void seek(Duration by) {
    if (begin() && connected) {
      line.voice(VoiceEvent.CALLER).seek(by);
    }
  }

  @Override
  public void holdPlaying(boolean on) {
    if (begin() && connected) {
      line.voice(VoiceEvent.CALLER).holdPlaying(on);
    }
  }

  @Override
  public Recorded record(Recording recording) {
    if (!begin() || !connect()) {
      return new Recorded.Gone();
    }
    if (recording.beep()) {
      sound(List.of(Prompt.beep()));
      playedOut();
    } else {
      quiet();
    }
    if (gone) {
      return new Recorded.Gone();
    }
    keys.clear();
    silent = false;
    recorded = null;
    VoiceMedia.Voice voice = line.voice(VoiceEvent.CALLER);
    voice.record(recording);
    voice.listenForSilence(recording.silence());
    Recorded.End end = null;
    while (recorded == null && end == null) {
      take(line.now().plus(FOR_EVER));
      end = ended(recording);
    }
    voice.listenForSilence(Duration.ZERO);
    voice.stopRecording();
    Instant until = line.now().plus(FILE_TIME);
    while (recorded == null) {
      if (take(until) == null && !line.now().isBefore(until)) {
        return new Recorded.Failed("the recording was not finished within " + FILE_TIME);
      }
    }
    keys.clear();
    return recorded instanceof Recorded.Kept kept && end != null
        ? new Recorded.Kept(kept.file(), kept.length(), kept.from(), kept.to(), end)
        : recorded;
  }

  private Recorded.@Nullable End ended(Recording recording) {
    while (!keys.isEmpty()) {
      if (recording.keys().indexOf(keys.remove()) >= 0) {
        return Recorded.End.KEY;
      }
    }
    if (silent) {
      return Recorded.End.SILENCE;
    }
    return gone ? Recorded.End.HANG_UP : null;
  }

  @Override
  public boolean pause(Duration length) {
    if (!begin()) {
      return false;
    }
    Instant until = line.now().plus(length);
    while (!gone && line.now().isBefore(until)) {
      take(until);
    }
    return !gone;
  }

  @Override
  public void echo(boolean on) {
    if (begin() && connect()) {
      line.voice(VoiceEvent.CALLER).echo(on);
    }
  }

  @Override
  public Room.@Nullable Seat enter(Room room, String name, boolean muted) {
    return begin() && connect() ? line.voice(VoiceEvent.CALLER).enter(room, name, muted) : null;
  }

  @Override
  public void stopRinging() {
    line.put(new VoiceEvent.RungEnough());
  }

  @Override
  public void tell(Object message) {
    line.put(new VoiceEvent.Told(message));
  }

  // ---- below

  /** Counts what a program does; false when nobody is there. */
  private boolean begin() {
    if (++operations > OPERATIONS_MAX) {
      throw new RanAway("more than " + OPERATIONS_MAX + " steps in one call");
    }
    if (gone && ++afterwards > AFTER_THE_END) {
      throw new RanAway("it goes on after its caller has gone");
    }
    return !gone;
  }

  /** Plays this instead of what plays. */
  void sound(List<Prompt> prompts) {
    playing = ++orders;
    line.voice(VoiceEvent.CALLER).play(playing, prompts, language);
  }

  void quiet() {
    if (playing != 0) {
      playing = 0;
      line.voice(VoiceEvent.CALLER).stopPlaying();
    }
  }

  /** The next thing that happened; what concerns the caller is noted here. */
  @Nullable VoiceEvent take(Instant until) {
    VoiceEvent news = line.next(until);
    switch (news) {
      case null -> {}
      case VoiceEvent.Connected n -> connected = true;
      case VoiceEvent.HungUp n -> gone = true;
      case VoiceEvent.Exchanged n -> caller = party(n.party());
      case VoiceEvent.Pressed n when n.leg() == VoiceEvent.CALLER -> {
        if (keys.size() < KEYS_MAX) {
          keys.add(n.key());
        }
      }
      case VoiceEvent.Played n when n.leg() == VoiceEvent.CALLER -> {
        if (n.order() == playing) {
          playing = 0;
        }
      }
      case VoiceEvent.Silent n -> silent = true;
      case VoiceEvent.Recording n -> recorded = n.result();
      case VoiceEvent.Told n -> {
        if (messages.size() < MESSAGES_MAX) {
          messages.add(n.message());
        }
      }
      default -> {} // of a phone that it has called
    }
    return news;
  }

  /** Nobody has proved to be it: only a challenge of our proxy proves an extension. */
  private static CallingParty party(String address) {
    NameAddr who = Grammar.nameAddr(address);
    return new CallingParty(null, who.uri().user(), who.display());
  }

  @Override
  public void referred(Referral referral, int status, String reason) {
    if (referral.told()) {
      line.say(new VoiceCommand.Referred(status, reason));
    }
  }

  boolean over() {
    return gone;
  }

  String spoken() {
    return language;
  }
}
