package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.app.SimulatedVoices;
import org.belfry.pbx.app.VoiceRuntime;
import org.belfry.pbx.app.conference.Conference;
import org.belfry.pbx.app.conference.ConferenceEvent;
import org.belfry.pbx.app.conference.ConferenceRoom;
import org.belfry.pbx.app.conference.ConferenceRooms;
import org.belfry.pbx.app.conference.Conferences;
import org.belfry.pbx.call.Payer;
import org.belfry.pbx.sim.EachWeather;
import org.belfry.pbx.sim.PhoneCall;
import org.belfry.pbx.sim.SimulatedPhone;
import org.belfry.pbx.sim.World;
import org.belfry.pbx.sip.HeaderName;

/** Several phones in a conference. */
@Rfc("4579")
class ConferenceTest {
  private static final ConferenceRoom WEEKLY =
      new ConferenceRoom(
          "weekly",
          "7000",
          "Weekly",
          null,
          null,
          Set.of("1003"),
          true,
          true,
          false,
          true,
          false,
          5);

  private SimulatedVoices voices;
  private Conferences conferences;
  private Conference application;

  private void opens(World world) {
    voices = new SimulatedVoices(world.net(), world.server());
    conferences =
        new Conferences(
            new ConferenceRooms() {
              @Override
              public ConferenceRoom room(String nameOrNumber) {
                return nameOrNumber.equals("7000") ? WEEKLY : null;
              }

              @Override
              public Path recording(ConferenceRoom room, Instant began) {
                return null;
              }

              @Override
              public Path name() {
                return Path.of("name.wav");
              }

              @Override
              public void recorded(Path file) {
                throw new AssertionError("nothing was recorded");
              }
            },
            voices.runtime(),
            world.net().clock());
    application = new Conference(conferences);
    world.server().install(voices.runtime().taking(application));
  }

  private int members(String room) {
    Conferences.View view = conferences.of(room);
    return view == null
        ? 0
        : (int) view.focus().members().stream().filter(m -> !m.waiting()).count();
  }

  private void ends(World world) {
    world.settles();
    assertThat(conferences.all()).isEmpty();
    assertThat(voices.running()).isZero();
    assertThat(voices.open()).isZero();
  }

  @EachWeather
  void threeMeetInARoomThatOneOfThemMade(World world) {
    opens(world);
    PhoneCall first = world.phone("1001").registered().dials("*8855");
    world.advanceUntil(() -> members("on-the-fly-55") == 1, 60);
    PhoneCall second = world.phone("1002").registered().dials("*8855");
    PhoneCall third = world.phone("1004").registered().dials("*8855");
    world.advanceUntil(() -> members("on-the-fly-55") == 3, 60);
    second.hangsUp();
    world.advanceUntil(() -> members("on-the-fly-55") == 2, 60);
    first.hangsUp();
    third.hangsUp();
    ends(world);
  }

  @EachWeather
  void theyWaitForTheirModeratorAndGoWithIt(World world) {
    opens(world);
    PhoneCall first = world.phone("1001").registered().dials("*887000");
    PhoneCall second = world.phone("1002").registered().dials("*887000");
    world.advanceUntil(() -> first.isAnswered() && second.isAnswered(), 60);
    assertThat(members("weekly")).isZero();
    PhoneCall moderator = world.phone("1003").registered().dials("*887000");
    world.advanceUntil(() -> members("weekly") == 3, 60);
    moderator.hangsUp();
    world.advanceUntil(() -> first.isEnded() && second.isEnded(), 60);
    ends(world);
  }

  @EachWeather
  @Rfc("5.2")
  void itsContactSaysThatItIsAFocus(World world) {
    opens(world);
    PhoneCall call = world.phone("1001").registered().dials("*8855");
    world.advanceUntil(() -> members("on-the-fly-55") == 1 && call.isAnswered(), 60);
    assertThat(call.answer().header(HeaderName.CONTACT)).endsWith(">;isfocus");
    call.hangsUp();
    ends(world);
  }

  @EachWeather
  @Rfc("5.5")
  void aModeratorAsksTheFocusToCallSomebodyIn(World world) {
    opens(world);
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall moderator = world.phone("1003").registered().dials("*887000");
    world.advanceUntil(() -> members("weekly") == 1, 60);
    world.advanceUntil(moderator::isAnswered, 60);
    world.advance(Duration.ofSeconds(5));
    moderator.refers("sip:1002@pbx.example");
    world.advanceUntil(() -> !bob.calls().isEmpty() && bob.call().isRinging(), 60);
    bob.call().answers();
    world.advanceUntil(() -> moderator.told().contains("SIP/2.0 100 Trying"), 60);
    world.advanceUntil(() -> voices.runtime().runningCalls().size() == 2, 60);
    String invited =
        voices.runtime().runningCalls().stream()
            .map(VoiceRuntime.RunningCall::callId)
            .filter(id -> !id.equals(moderator.callId()))
            .findFirst()
            .orElseThrow();
    world.advanceUntil(() -> !voices.heard(invited).isEmpty(), 60);
    voices.presses(invited, '1');
    world.advanceUntil(() -> members("weekly") == 2, 60);
    world.advanceUntil(() -> moderator.told().contains("SIP/2.0 200 OK"), 60);
    moderator.hangsUp();
    world.advanceUntil(() -> bob.call().isEnded(), 60);
    ends(world);
  }

  @EachWeather
  @Rfc("5.5")
  void whoIsNoModeratorIsTold403(World world) {
    opens(world);
    PhoneCall moderator = world.phone("1003").registered().dials("*887000");
    world.advanceUntil(() -> members("weekly") == 1, 60);
    PhoneCall other = world.phone("1001").registered().dials("*887000");
    world.advanceUntil(() -> members("weekly") == 2, 60);
    world.advanceUntil(other::isAnswered, 60);
    world.advance(Duration.ofSeconds(5));
    other.refers("sip:1002@pbx.example");
    world.advanceUntil(
        () -> other.told().stream().anyMatch(line -> line.startsWith("SIP/2.0 403")), 60);
    moderator.hangsUp();
    world.advanceUntil(other::isEnded, 60);
    ends(world);
  }

  @EachWeather
  void somebodyIsCalledInAndSentAway(World world) {
    opens(world);
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall first = world.phone("1003").registered().dials("*887000");
    world.advanceUntil(() -> members("weekly") == 1, 60);
    String invited = conferences.invite(application, "weekly", "1002", new Payer.Site("a test"));
    world.advanceUntil(() -> !bob.calls().isEmpty() && bob.call().isRinging(), 60);
    bob.call().answers();
    world.advanceUntil(() -> !voices.heard(invited).isEmpty(), 60);
    voices.presses(invited, '1');
    world.advanceUntil(() -> members("weekly") == 2, 60);
    conferences.happens("weekly", new ConferenceEvent.Kick(invited));
    world.advanceUntil(() -> bob.call().isEnded(), 60);
    assertThat(members("weekly")).isEqualTo(1);
    first.hangsUp();
    ends(world);
  }
}
