package org.belfry.pbx.app;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.belfry.pbx.SimulatedServer;
import org.belfry.pbx.sim.VirtualNetwork;
import org.jspecify.annotations.Nullable;

/**
 * Voice applications in a virtual world: their threads are stepped, their media is words. What a
 * leg was played takes a second a prompt.
 */
public final class SimulatedVoices implements VoiceMedia {
  private final VirtualNetwork net;
  private final SteppedThreads threads;
  private final VoiceRuntime runtime;
  private final Map<String, Leg> legs = new LinkedHashMap<>();
  private boolean deaf;

  /** Applications of this world's server. */
  public SimulatedVoices(VirtualNetwork net, SimulatedServer server) {
    this.net = net;
    this.threads = new SteppedThreads(net);
    this.runtime =
        new VoiceRuntime(
            this, net.clock(), () -> new Site(java.time.ZoneId.of("Europe/Berlin"), "en"), threads);
    runtime.runOn(server.lanes());
  }

  public VoiceRuntime runtime() {
    return runtime;
  }

  /** Programs that have not come to their end. */
  public int running() {
    return threads.running();
  }

  /** Legs whose sound is open. */
  public long open() {
    return legs.values().stream().filter(leg -> leg.open).count();
  }

  /** What the leg with this id has been played; a callee's is the call's with /10, /11, …. */
  public List<String> heard(String id) {
    Leg leg = legs.get(id);
    return leg == null ? List.of() : leg.heard;
  }

  /** What was negotiated by a leg. */
  public List<String> negotiated(String id) {
    Leg leg = legs.get(id);
    return leg == null ? List.of() : leg.negotiated;
  }

  /** No description is understood from now on. */
  public void isDeaf() {
    deaf = true;
  }

  /** The phone behind a leg presses a key. */
  public void presses(String id, char key) {
    legs.get(id).events.pressed(key);
  }

  /** The phone behind a leg sends nothing any more. */
  public void loses(String id) {
    legs.get(id).events.lost("media has gone");
  }

  @Override
  public Voice open(String id, Events events) {
    return legs.computeIfAbsent(id, name -> new Leg(events));
  }

  @Override
  public Room room(String name, int participantsMax) {
    return new FakeRoom(name, participantsMax);
  }

  private final class Leg implements Voice {
    private final Events events;
    private final List<String> heard = new ArrayList<>();
    private final List<String> negotiated = new ArrayList<>();
    private boolean open;
    private long playing;
    private @Nullable Recording recording;

    Leg(Events events) {
      this.events = events;
    }

    @Override
    public byte[] answer(byte[] offer) throws Unusable {
      return said("answers");
    }

    private byte[] said(String what) throws Unusable {
      if (deaf) {
        throw new Unusable(488, "There is \"no\" codec in common");
      }
      open = true;
      negotiated.add(what);
      return ("v=0\r\ns=" + what + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public byte[] offer() throws Unusable {
      return said("offers");
    }

    @Override
    public void answered(byte[] answer) throws Unusable {
      said("is answered");
    }

    @Override
    public void close() {
      open = false;
      playing = 0;
      if (recording != null) {
        stopRecording();
      }
    }

    @Override
    public void play(long order, List<Prompt> prompts, String language) {
      playing = order;
      prompts.forEach(prompt -> heard.add(String.valueOf(prompt)));
      if (prompts.stream().noneMatch(Leg::endless)) {
        net.later(
            Duration.ofSeconds(prompts.size()),
            () -> {
              if (playing == order) {
                playing = 0;
                events.played(order);
              }
            });
      }
    }

    private static boolean endless(Prompt prompt) {
      return prompt instanceof Prompt.Music
          || (prompt instanceof Prompt.Tone tone && tone.kind() == Prompt.Kind.RINGBACK);
    }

    @Override
    public void stopPlaying() {
      playing = 0;
    }

    @Override
    public void seek(Duration by) {
      heard.add("seeks " + by);
    }

    @Override
    public void holdPlaying(boolean on) {
      heard.add(on ? "holds" : "goes on");
    }

    @Override
    public void record(Recording what) {
      recording = what;
    }

    @Override
    public void stopRecording() {
      Recording of = recording;
      recording = null;
      if (of != null) {
        Duration length = Duration.ofSeconds(1);
        events.recorded(
            new Recorded.Kept(of.file(), length, Duration.ZERO, length, Recorded.End.LENGTH));
      }
    }

    @Override
    public void listenForSilence(Duration length) {
      heard.add("is listened to for " + length);
    }

    @Override
    public void press(char key) {
      heard.add("key " + key);
    }

    @Override
    public void echo(boolean on) {
      heard.add(on ? "echo" : "no echo");
    }

    @Override
    public Room.@Nullable Seat enter(Room room, String name, boolean muted) {
      return ((FakeRoom) room).seat(name);
    }
  }
}
