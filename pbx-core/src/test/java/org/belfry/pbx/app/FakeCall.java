package org.belfry.pbx.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.belfry.pbx.call.Payer;
import org.jspecify.annotations.Nullable;

/**
 * A call to a {@link VoiceApplication} by a caller who does what a script says, in virtual time, on
 * the thread of the test. One object is one call:
 *
 * <pre>
 * var call = FakeCall.to(app).from("201").hears("enter-your-pin").dials("1234#").waits(2).hangsUp();
 * call.run();
 * assertThat(call.phrases()).containsExactly("enter-your-pin", "goodbye");
 * </pre>
 *
 * What is played takes a second for each prompt, text a second for each fifteen letters, a file
 * two; tones and silence as long as they say.
 */
public final class FakeCall implements Line {
  private static final Duration PATIENCE = Duration.ofHours(1);
  private static final int SWEEP_MAX = 5000;

  /** Somebody whom the program may call. */
  private record Callee(Duration rings, int status, Duration talks, String keys) {}

  private record Due(Instant at, long number, Runnable what) {}

  private sealed interface Act {
    record Wait(Duration time) implements Act {}

    record Hear(Predicate<Prompt> what, String words) implements Act {}

    record Do(Runnable what) implements Act {}
  }

  private final VoiceApplication application;
  private final Deque<Act> script = new ArrayDeque<>();
  private final Map<String, Callee> callees = new HashMap<>();
  private final Map<String, Payer> payers = new HashMap<>();
  private final PriorityQueue<Due> due =
      new PriorityQueue<>(Comparator.comparing(Due::at).thenComparing(Due::number));
  private final Deque<VoiceEvent> news = new ArrayDeque<>();
  private final Map<Integer, FakeVoice> voices = new HashMap<>();
  private final Set<Integer> dropped = new HashSet<>();
  private final List<String> log = new ArrayList<>();
  private final List<Prompt> played = new ArrayList<>();
  private Instant begin = Instant.parse("2026-11-21T10:00:00Z");
  private Instant now = begin;
  private ZoneId zone = ZoneId.of("Europe/Berlin");
  private CallingParty caller = new CallingParty("201", "201", "Alice");
  private String argument = "";
  private String dialled = "";
  private String language = "en";
  private @Nullable Diverted diverted;
  private boolean outgoing;
  private boolean answered;
  private boolean gone;
  private boolean acting;
  private Act.@Nullable Hear hearing;
  private @Nullable Prompt said;
  private boolean talking;
  private boolean keepsCaller;
  private long numbers;
  private int touches;
  private int hangUpAt = -1;
  private @Nullable ProgramCall call;
  private @Nullable Throwable failure;

  private FakeCall(VoiceApplication application) {
    this.application = application;
  }

  public static FakeCall to(VoiceApplication application) {
    return new FakeCall(application);
  }

  // ---- who calls

  /** One of our users. */
  public FakeCall from(String extension) {
    caller = new CallingParty(extension, extension, "User " + extension);
    return this;
  }

  public FakeCall fromOutside(@Nullable String number, @Nullable String name) {
    caller = new CallingParty(null, number, name);
    return this;
  }

  public FakeCall argument(String text) {
    argument = text;
    return this;
  }

  public FakeCall dialled(String number) {
    dialled = number;
    return this;
  }

  public FakeCall diverted(String extension, Diverted.Why why) {
    diverted = new Diverted(extension, why);
    return this;
  }

  public FakeCall language(String tag) {
    language = tag;
    return this;
  }

  public FakeCall at(Instant instant, ZoneId itsZone) {
    begin = instant;
    now = instant;
    zone = itsZone;
    return this;
  }

  /** Whether the program has ruled out that the caller is replaced. */
  public boolean keepsCaller() {
    return keepsCaller;
  }

  /** A call that the application makes; it is answered. */
  public FakeCall outgoing() {
    outgoing = true;
    answered = true;
    return this;
  }

  // ---- whom the program may call

  /** Rings so long, answers and talks so long. */
  public FakeCall answers(String destination, Duration rings, Duration talks) {
    callees.put(destination, new Callee(rings, 200, talks, ""));
    return this;
  }

  /** The same, and presses this after the welcome. */
  public FakeCall answers(String destination, Duration rings, Duration talks, String keys) {
    callees.put(destination, new Callee(rings, 200, talks, keys));
    return this;
  }

  /** Refuses after that time, with a status. */
  public FakeCall refuses(String destination, Duration rings, int status) {
    callees.put(destination, new Callee(rings, status, Duration.ZERO, ""));
    return this;
  }

  // ---- what the caller does, one after the other

  public FakeCall waits(Duration time) {
    script.add(new Act.Wait(time));
    return this;
  }

  public FakeCall waits(int seconds) {
    return waits(Duration.ofSeconds(seconds));
  }

  /** Waits until this begins to be played. */
  public FakeCall hears(String phrase) {
    script.add(
        new Act.Hear(p -> p instanceof Prompt.Phrase(String name) && name.equals(phrase), phrase));
    return this;
  }

  /** Waits until something like this begins to be played. */
  public FakeCall hears(Predicate<Prompt> what) {
    script.add(new Act.Hear(what, "a prompt"));
    return this;
  }

  /** Presses keys, five a second, after half a second. */
  public FakeCall dials(String keys) {
    waits(Duration.ofMillis(500));
    for (char key : keys.toCharArray()) {
      script.add(new Act.Do(() -> put(new VoiceEvent.Pressed(VoiceEvent.CALLER, key))));
      waits(Duration.ofMillis(200));
    }
    return this;
  }

  /** Speaks for so long. */
  public FakeCall says(Duration time) {
    script.add(new Act.Do(() -> speaks(true)));
    waits(time);
    script.add(new Act.Do(() -> speaks(false)));
    return this;
  }

  public FakeCall hangsUp() {
    script.add(new Act.Do(this::hangUp));
    return this;
  }

  /** Something else happens: somebody speaks to the program, a second passes in another call. */
  public FakeCall then(Runnable what) {
    script.add(new Act.Do(what));
    return this;
  }

  /** Somebody says this to the program by {@link VoiceCall#tell}. */
  public FakeCall isTold(Object message) {
    return then(() -> put(new VoiceEvent.Told(message)));
  }

  // ---- runs

  /** Runs the program to its end. */
  public FakeCall run() {
    ProgramCall program =
        new ProgramCall(
            this,
            new ProgramCall.Facts(
                "fake-call", argument, caller, dialled, diverted, Payer.NOBODY, outgoing, zone),
            language);
    call = program;
    act();
    try {
      application.run(program);
    } catch (RanAway e) {
      failure = e;
      throw new AssertionError("the program does not end\n" + String.join("\n", log), e);
    } catch (RuntimeException e) {
      failure = e;
      throw e;
    }
    note(gone ? "ends" : "ends, and the call with it");
    voices.values().forEach(FakeVoice::close);
    return this;
  }

  /**
   * Reruns a call with the caller hanging up at the first, second, … thing that the program does,
   * until it does no more: the program must always come to its end.
   *
   * @param each makes the call anew, and is asked once for each run
   * @return how many runs it took
   */
  public static int hangUpSweep(Supplier<FakeCall> each) {
    for (int k = 0; k < SWEEP_MAX; k++) {
      FakeCall call = each.get();
      call.hangUpAt = k;
      try {
        call.run();
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError(
            "hanging up at " + k + " is not borne\n" + String.join("\n", call.log), e);
      }
      if (call.touches <= k) {
        return k;
      }
    }
    throw new AssertionError("more than " + SWEEP_MAX + " steps");
  }

  // ---- what came of it

  /** All that happened, with the second at which it did. */
  public List<String> log() {
    return log;
  }

  /** What the caller was played, whole or not. */
  public List<Prompt> played() {
    return played;
  }

  /** The phrases among it. */
  public List<String> phrases() {
    return played.stream()
        .filter(Prompt.Phrase.class::isInstance)
        .map(p -> ((Prompt.Phrase) p).name())
        .toList();
  }

  public boolean answered() {
    return answered;
  }

  public boolean callerHungUp() {
    return log.stream().anyMatch(line -> line.endsWith("the caller hangs up"));
  }

  /** True when something like this was said or done. */
  public boolean did(String words) {
    return log.stream().anyMatch(line -> line.contains(words));
  }

  /** Where the program said it is, at the end. */
  public String step() {
    return call == null ? "" : call.step();
  }

  public Instant clock() {
    return now;
  }

  /** So many seconds after the beginning. */
  public Instant at(int seconds) {
    return begin.plusSeconds(seconds);
  }

  private void note(String what) {
    log.add("%7.1f %s".formatted(since(), what));
  }

  private double since() {
    return Duration.between(begin, now).toMillis() / 1000.0;
  }

  private void after(Duration time, Runnable what) {
    due.add(new Due(now.plus(time), numbers++, what));
  }

  /** Goes on with the script until it has to wait. */
  private void act() {
    acting = true;
    while (!script.isEmpty() && !gone) {
      switch (script.remove()) {
        case Act.Wait wait -> {
          after(wait.time, this::act);
          acting = false;
          return;
        }
        case Act.Hear hear -> {
          Prompt last = said;
          if (last != null && hear.what.test(last)) {
            said = null; // it began while a key was still down
            continue;
          }
          hearing = hear;
          acting = false;
          return;
        }
        case Act.Do something -> something.what.run();
      }
    }
    acting = false;
  }

  private void hangUp() {
    if (!gone) {
      note("the caller hangs up");
      put(new VoiceEvent.HungUp("the caller hung up"));
    }
  }

  private void speaks(boolean on) {
    talking = on;
    FakeVoice voice = voices.get(VoiceEvent.CALLER);
    if (voice != null) {
      voice.spoke(on);
    }
  }

  /** What the program does is counted; at one of them the caller hangs up. */
  private void touch() {
    if (touches++ == hangUpAt) {
      hangUp();
    }
  }

  // ---- the line

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public @Nullable VoiceEvent next(Instant until) {
    touch();
    while (news.isEmpty()) {
      Due first = due.peek();
      if (first != null && !first.at.isAfter(until)) {
        due.remove();
        now = first.at.isAfter(now) ? first.at : now;
        first.what.run();
        continue;
      }
      if (first == null && Duration.between(now, until).compareTo(PATIENCE) > 0 && !gone) {
        now = now.plus(PATIENCE);
        hangUp(); // nothing will ever happen
        continue;
      }
      now = until.isAfter(now) ? until : now;
      return null;
    }
    return news.remove();
  }

  @Override
  public void put(VoiceEvent happened) {
    if (happened instanceof VoiceEvent.HungUp && !gone) {
      gone = true;
      FakeVoice voice = voices.get(VoiceEvent.CALLER);
      news.add(happened);
      if (voice != null) {
        voice.close();
      }
    } else if (!gone
        || happened instanceof VoiceEvent.Recording
        || happened instanceof VoiceEvent.Told) {
      news.add(happened);
    }
  }

  @Override
  public void say(VoiceCommand word) {
    touch();
    if (gone) {
      return;
    }
    switch (word) {
      case VoiceCommand.Answer w -> {
        note("answers");
        answered = true;
        put(new VoiceEvent.Connected());
      }
      case VoiceCommand.Ring w -> note("rings");
      case VoiceCommand.Refuse w -> {
        note("refuses " + w.status() + " " + w.reason());
        gone = true;
      }
      case VoiceCommand.HangUp w -> {
        note("hangs up");
        gone = true;
      }
      case VoiceCommand.Transfer w -> {
        note("transfers to " + w.destination());
        gone = true;
      }
      case VoiceCommand.Call w -> calls(w);
      case VoiceCommand.Drop w -> {
        note("lets go of " + w.leg());
        dropped.add(w.leg());
      }
      case VoiceCommand.Lost w -> note("has lost " + w.leg());
      case VoiceCommand.Keep w -> keepsCaller = true;
      case VoiceCommand.Referred w -> note("says of the referral " + w.status());
      case VoiceCommand.Finish w -> note("is done");
    }
  }

  /** Who pays for the call to this destination, or null when there was none. */
  public Payer payer(String destination) {
    return payers.get(destination);
  }

  private void calls(VoiceCommand.Call w) {
    note("calls " + w.destination());
    payers.put(w.destination(), w.payer());
    Callee callee =
        callees.getOrDefault(w.destination(), new Callee(Duration.ZERO, 404, Duration.ZERO, ""));
    after(
        callee.rings,
        () -> {
          if (dropped.contains(w.leg())) {
            return;
          }
          if (callee.status != 200) {
            dropped.add(w.leg());
            put(new VoiceEvent.Ended(w.leg(), callee.status, "refused"));
            return;
          }
          note(w.destination() + " answers");
          put(new VoiceEvent.Answered(w.leg()));
          voice(w.leg());
          FakeVoice voice = voices.get(w.leg());
          if (voice != null) {
            voice.keys = callee.keys;
          }
          after(
              callee.talks,
              () -> {
                if (dropped.add(w.leg())) {
                  note(w.destination() + " hangs up");
                  put(new VoiceEvent.Ended(w.leg(), 0, "hung up"));
                }
              });
        });
  }

  @Override
  public VoiceMedia.Voice voice(int leg) {
    return voices.computeIfAbsent(leg, FakeVoice::new);
  }

  @Override
  public Room room() {
    return new FakeRoom("bridge", 2);
  }

  @Override
  public boolean gone() {
    return gone;
  }

  private static Duration length(Prompt prompt) {
    return switch (prompt) {
      case Prompt.Text text -> Duration.ofMillis(Math.max(1000, text.text().length() * 67L));
      case Prompt.Sound sound -> Duration.ofSeconds(2);
      case Prompt.Tone tone ->
          switch (tone.kind()) {
            case BEEP, ENTRY, EXIT -> Duration.ofMillis(200);
            default -> tone.length().isZero() ? Duration.ofDays(1) : tone.length();
          };
      case Prompt.Silence silence -> silence.length();
      case Prompt.Music music -> Duration.ofDays(1);
      default -> Duration.ofSeconds(1);
    };
  }

  /** The sound of one leg. */
  private final class FakeVoice implements VoiceMedia.Voice {
    private final int leg;
    private String keys = "";
    private long order;
    private boolean closed;
    private @Nullable Recording recording;
    private Instant began = now;
    private @Nullable Instant from;
    private Instant to = now;
    private long silence;

    FakeVoice(int leg) {
      this.leg = leg;
    }

    @Override
    public byte[] answer(byte[] offer) {
      return offer;
    }

    @Override
    public byte[] offer() {
      return new byte[0];
    }

    @Override
    public void answered(byte[] answer) {
      note("leg " + leg + " has sound");
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        finish(Recorded.End.HANG_UP);
      }
    }

    @Override
    public void play(long number, List<Prompt> prompts, String tag) {
      touch();
      if (gone) {
        return;
      }
      order = number;
      note("plays to " + leg + ": " + prompts);
      Duration at = Duration.ZERO;
      for (Prompt prompt : prompts) {
        after(at, () -> begins(number, prompt));
        at = at.plus(length(prompt));
      }
      after(
          at,
          () -> {
            if (order == number) {
              order = 0;
              put(new VoiceEvent.Played(leg, number));
              for (char key : keys.toCharArray()) {
                put(new VoiceEvent.Pressed(leg, key));
              }
            }
          });
    }

    private void begins(long number, Prompt prompt) {
      if (order != number || leg != VoiceEvent.CALLER) {
        return;
      }
      played.add(prompt);
      Act.Hear waits = hearing;
      said = prompt;
      if (waits != null && !acting && waits.what.test(prompt)) {
        hearing = null;
        said = null;
        act();
      }
    }

    @Override
    public void stopPlaying() {
      touch();
      order = 0;
    }

    @Override
    public void seek(Duration by) {
      note("seeks " + by);
    }

    @Override
    public void holdPlaying(boolean on) {
      note(on ? "holds" : "goes on");
    }

    @Override
    public void record(Recording what) {
      touch();
      if (gone) {
        put(new VoiceEvent.Recording(new Recorded.Failed("nobody is there")));
        return;
      }
      note("records " + what.file().getFileName());
      recording = what;
      began = now;
      from = talking ? now : null;
      to = now;
      after(
          what.lengthMax(),
          () -> {
            if (recording == what) {
              finish(Recorded.End.LENGTH);
            }
          });
    }

    @Override
    public void stopRecording() {
      touch();
      finish(Recorded.End.KEY);
    }

    private void finish(Recorded.End end) {
      Recording of = recording;
      if (of == null) {
        return;
      }
      recording = null;
      if (talking) {
        to = now;
      }
      Duration length = Duration.between(began, now);
      write(of.file(), length);
      Duration start = from == null ? Duration.ZERO : Duration.between(began, from);
      put(
          new VoiceEvent.Recording(
              new Recorded.Kept(
                  of.file(),
                  length,
                  start,
                  from == null ? start : Duration.between(began, to),
                  end)));
    }

    void spoke(boolean on) {
      if (on && from == null) {
        from = now;
      }
      if (!on) {
        to = now;
      }
      listen(on);
    }

    private Duration listensFor = Duration.ZERO;

    private void listen(boolean heard) {
      long number = ++silence;
      if (!heard && !listensFor.isZero()) {
        after(
            listensFor,
            () -> {
              if (silence == number) {
                put(new VoiceEvent.Silent());
              }
            });
      }
    }

    @Override
    public void listenForSilence(Duration length) {
      listensFor = length;
      listen(talking);
    }

    @Override
    public void press(char key) {
      note("leg " + leg + " is sent " + key);
    }

    @Override
    public void echo(boolean on) {
      note(on ? "echoes" : "echoes no more");
    }

    @Override
    public Room.@Nullable Seat enter(Room room, String name, boolean muted) {
      touch();
      note("leg " + leg + " enters as " + name + (muted ? ", muted" : ""));
      return room instanceof FakeRoom fake ? fake.seat(name) : null;
    }

    private static void write(Path file, Duration length) {
      int bytes = (int) (length.toMillis() * 16); // 8000 samples of 16 bits
      ByteBuffer wav = ByteBuffer.allocate(44 + bytes).order(ByteOrder.LITTLE_ENDIAN);
      wav.put("RIFF".getBytes()).putInt(36 + bytes).put("WAVEfmt ".getBytes()).putInt(16);
      wav.putShort((short) 1).putShort((short) 1).putInt(8000).putInt(16_000);
      wav.putShort((short) 2).putShort((short) 16).put("data".getBytes()).putInt(bytes);
      try {
        Files.write(file, wav.array());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
