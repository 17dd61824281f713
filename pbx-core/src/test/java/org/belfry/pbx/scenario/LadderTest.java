package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.belfry.pbx.admin.CallLadders.LadderView;
import org.belfry.pbx.admin.CallLadders.NoteView;
import org.belfry.pbx.admin.CallLadders.ParticipantView;
import org.belfry.pbx.admin.CallLadders.StepView;
import org.belfry.pbx.ladder.Ladder;
import org.belfry.pbx.ladder.LadderDrawing;
import org.belfry.pbx.sim.PhoneCall;
import org.belfry.pbx.sim.SimulatedPhone;
import org.belfry.pbx.sim.Weather;
import org.belfry.pbx.sim.World;
import org.junit.jupiter.api.Test;

/** What an administrator sees of a call, while it goes on and afterwards. */
class LadderTest {

  @Test
  void everyMessageOfACallIsThereInItsOrderAndAlsoAfterItsEnd() {
    World world = World.seeded(70);
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = alice.dials("1002");
    world.advanceUntil(() -> !bob.calls().isEmpty() && bob.call().isRinging(), 5);
    assertThat(labels(ladder(world))).endsWith("180 Ringing", "180 Ringing");
    bob.call().answers();
    world.advanceUntil(call::isAnswered, 5);
    world.advance(Duration.ofSeconds(10));
    call.hangsUp();
    world.advance(Duration.ofSeconds(1));
    assertThat(world.records()).hasSize(1);

    LadderView ladder = ladder(world);
    assertThat(labels(ladder))
        .containsExactly(
            "INVITE",
            "407 Proxy Authentication Required",
            "ACK",
            "INVITE",
            "100 Trying",
            "INVITE",
            "180 Ringing",
            "180 Ringing",
            "200 OK",
            "200 OK",
            "ACK",
            "ACK",
            "BYE",
            "BYE",
            "200 OK",
            "200 OK");
    assertThat(ladder.participants())
        .extracting(ParticipantView::name)
        .containsExactly("1001", "Belfry", "1002");
    assertThat(ladder.participants())
        .extracting(ParticipantView::agent)
        .containsExactly("SimulatedPhone/1001", null, "SimulatedPhone/1002");
    StepView onward = ladder.steps().get(5);
    assertThat(List.of(onward.from(), onward.to())).containsExactly(1, 2);
    assertThat(onward.sdp()).isTrue();
    assertThat(ladder.steps()).noneMatch(StepView::repeated);
    assertThat(ladder.steps().getLast().offsetSeconds()).isBetween(10.0, 12.0);
    assertThat(ladder.steps().get(3).message())
        .contains("username=\"1001\"")
        .containsPattern("response=\"[^0-9a-f]+\"");
    world.settles();
  }

  @Test
  void retransmissionsAndWhatWasNotSentCanBeTold() {
    World world = World.seeded(71);
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    bob.vanishes();
    alice.dials("1002");
    world.settles();
    LadderView ladder = ladder(world);
    assertThat(ladder.steps().stream().filter(StepView::repeated))
        .hasSizeGreaterThan(4)
        .allMatch(s -> s.label().equals("INVITE") || s.label().equals("408 Request Timeout"));

    World failing = World.seeded(72);
    SimulatedPhone carol = failing.phone("1003").registered();
    failing.phone("1002").registered();
    failing.server().failSend(failing.server().sends() + 2); // 407, 100, INVITE
    carol.dials("1002");
    failing.settles();
    assertThat(ladder(failing).steps().stream().filter(s -> s.failure() != null))
        .singleElement()
        .satisfies(s -> {
          assertThat(s.label()).isEqualTo("INVITE");
          assertThat(s.failure()).isEqualTo("a fault was asked for");
        });
  }

  @Test
  void inAnyWeatherTheDrawingIsXmlWithAnArrowForEachStep() throws Exception {
    for (Weather weather : Weather.values()) {
      World world = World.seeded(73, weather);
      SimulatedPhone alice = world.phone("1001").registered();
      SimulatedPhone bob = world.phone("1002").registered();
      PhoneCall call = alice.dials("1002");
      world.advanceUntil(() -> !bob.calls().isEmpty() && bob.call().isRinging(), 40);
      call.cancels();
      world.settles();
      LadderView ladder = ladder(world);
      assertThat(arrows(LadderDrawing.svg(ladder))).isEqualTo(ladder.steps().size());
    }
  }

  @Test
  void whatIsSaidOfItsMediaStandsBetweenTheMessages() throws Exception {
    World world = World.seeded(74);
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = alice.dials("1002");
    world.advanceUntil(() -> !bob.calls().isEmpty() && bob.call().isRinging(), 5);
    String callId = world.server().liveCalls().getFirst().callId();
    int before = ladder(world).steps().size();
    world.server().note(callId, "sound is transcoded, for <one> side has opus only");
    world.server().note("no such call", "nobody reads this");
    bob.call().answers();
    world.advanceUntil(call::isAnswered, 5);

    LadderView ladder = ladder(world);
    assertThat(ladder.notes())
        .singleElement()
        .satisfies(note -> {
          assertThat(note.after()).isEqualTo(before);
          assertThat(note.text()).startsWith("sound is transcoded");
        });
    String svg = LadderDrawing.svg(ladder);
    assertThat(arrows(svg)).isEqualTo(ladder.steps().size());
    assertThat(svg.indexOf("sound is transcoded, for &lt;one&gt;"))
        .isBetween(svg.lastIndexOf("180 Ringing"), svg.indexOf(">200 OK"));
    call.hangsUp();
    world.settles();
  }

  @Test
  void nothingThatAPhoneSaysBecomesMarkup() throws Exception {
    String evil = "</title><script>alert('1')</script>\u0001\ud800\"&";
    LadderView ladder =
        new LadderView(
            evil,
            java.time.Instant.EPOCH,
            List.of(
                new ParticipantView(evil, evil, evil, false),
                new ParticipantView("Belfry", "", null, true)),
            List.of(
                new StepView(
                    1,
                    java.time.Instant.EPOCH,
                    0,
                    0,
                    1,
                    evil,
                    evil,
                    evil,
                    true,
                    false,
                    false,
                    evil,
                    evil)),
            List.of(new NoteView(1, java.time.Instant.EPOCH, 0, evil)));
    String svg = LadderDrawing.svg(ladder);
    assertThat(svg).doesNotContain("<script").doesNotContain("\u0001");
    assertThat(arrows(svg)).isEqualTo(1);
  }

  private static int arrows(String svg) throws Exception {
    var document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    return document.getElementsByTagName("g").getLength();
  }

  private static List<String> labels(LadderView ladder) {
    return new ArrayList<>(ladder.steps().stream().map(StepView::label).toList());
  }

  /** The ladder of the only call there was. */
  static LadderView ladder(World world) {
    String callId =
        world.records().isEmpty()
            ? world.server().liveCalls().getFirst().callId()
            : world.records().getFirst().callId();
    return Ladder.of(callId, world.server().trace(callId), world.server().notes(callId));
  }
}
