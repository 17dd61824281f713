package org.belfry.pbx.app.ivr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.belfry.pbx.app.ivr.Menus.FIVE;
import static org.belfry.pbx.app.ivr.Menus.TWICE;
import static org.belfry.pbx.app.ivr.Menus.attendant;
import static org.belfry.pbx.app.ivr.Menus.goTo;
import static org.belfry.pbx.app.ivr.Menus.hangUp;
import static org.belfry.pbx.app.ivr.Menus.lines;
import static org.belfry.pbx.app.ivr.Menus.menu;
import static org.belfry.pbx.app.ivr.Menus.say;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.belfry.pbx.app.FakeCall;
import org.belfry.pbx.app.Recorded;
import org.belfry.pbx.directory.Destination;
import org.belfry.pbx.directory.Directory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls to attendants, from the caller's side. */
class AttendantCallsTest {
  @TempDir private Path directory;
  private final List<String> passed = new ArrayList<>();
  private final List<String> queues = new ArrayList<>();
  private final List<String> delivered = new ArrayList<>();
  private Heard answer = new Heard.NoAnswer("time is over");

  private AttendantCalls calls(Attendant attendant) {
    Directory site = Menus.directory();
    Directory with =
        new Directory(
            1,
            site.domain(),
            site.localDomains(),
            site.users(),
            site.peers(),
            site.dialPlan().edit().services(List.of(attendant)).done());
    return new AttendantCalls(
        () -> with,
        (url, values, patience) -> answer,
        (extension, call) ->
            new MailboxRecordings.Begun() {
              @Override
              public Path file() {
                return directory.resolve("recording.wav");
              }

              @Override
              public void keep(Recorded.Kept recorded) {
                delivered.add(extension + " " + recorded.length().toSeconds() + " s");
              }

              @Override
              public void discard() {
                delivered.add("nothing");
              }
            },
        (name, p) -> passed.add(p.node() + " " + p.what() + " " + p.detail()),
        (call, queue) -> queues.add(queue));
  }

  private FakeCall to(Attendant attendant) {
    return FakeCall.to(calls(attendant)).argument("day").fromOutside("+49170", "Carol");
  }

  private static boolean says(FakeCall call, String text) {
    return call.played().stream().anyMatch(p -> p.toString().contains(text));
  }

  @Test
  void aCallerPressesAKeyWhileTheMenuIsStillSaid() {
    Attendant day =
        attendant(
            "top",
            menu("1", "sales", "2", "bye"),
            "sales",
            goTo("app:queue:sales", null),
            "bye",
            hangUp());
    FakeCall call = to(day).waits(1).dials("1").run();
    assertThat(queues.contains("sales")).as(call.log().toString()).isTrue();
    assertThat(passed).containsExactly("top ENTERED ", "top KEY 1", "sales ENTERED ");
    assertThat(call.step()).isEqualTo("day sales");
  }

  @Test
  void whoPressesNothingHearsTheMenuThreeTimesAndGoodbye() {
    FakeCall call = to(attendant("top", menu("1", "bye"), "bye", hangUp())).run();
    assertThat(call.played().stream().filter(p -> p.toString().contains("Press a key.")))
        .hasSize(3);
    assertThat(call.phrases()).containsExactly("goodbye");
    assertThat(call.did("hangs up")).isTrue();
  }

  @Test
  void whoIsSentToABusyPhoneComesBackToTheNextNode() {
    Attendant day =
        attendant("desk", goTo("dial:1001", "sorry"), "sorry", say("Nobody is here.", null));
    FakeCall call = to(day).refuses("1001", Duration.ofSeconds(2), 486).run();
    assertThat(says(call, "Nobody is here.")).isTrue();
    assertThat(passed).contains("desk FAILED ");
  }

  @Test
  void afterATalkTheCallIsOver() {
    Attendant day =
        attendant("desk", goTo("dial:1001", "sorry"), "sorry", say("Nobody is here.", null));
    FakeCall call = to(day).answers("1001", Duration.ofSeconds(2), Duration.ofSeconds(60)).run();
    assertThat(says(call, "Nobody is here.")).isFalse();
  }

  @Test
  void anExtensionAtAMenuRingsAndComesBackToTheMenu() {
    Node top =
        new Node.Menu(lines("Hello."), new java.util.LinkedHashMap<>(), true, FIVE, TWICE, TWICE);
    FakeCall call =
        to(attendant("top", top))
            .dials("1002#")
            .refuses("1002", Duration.ofSeconds(1), 480)
            .waits(8)
            .hangsUp()
            .run();
    assertThat(call.did("calls 1002")).isTrue();
    assertThat(call.phrases()).startsWith("nobody-there");
    assertThat(passed).endsWith("top HUNG_UP ");
  }

  @Test
  void aWebServersAnswerIsSpoken() {
    answer = new Heard.Answer("vip", Map.of("title", "Doctor"));
    Attendant day =
        attendant(
            "ask",
            new Node.Ask("https://crm.example/", FIVE, Set.of("vip"), null),
            "vip",
            say("Hello {title}.", null));
    assertThat(says(to(day).run(), "Hello Doctor.")).isTrue();
  }

  @Test
  void aRecordingIsDeliveredAlsoWhenTheCallerHangsUp() {
    Attendant day =
        attendant(
            "record",
            new Node.Recording(
                lines("Speak."), Duration.ofMinutes(1), new Destination.Mailbox("1001"), null));
    to(day).waits(2).says(Duration.ofSeconds(5)).hangsUp().run();
    assertThat(delivered).hasSize(1);
    assertThat(delivered.getFirst()).startsWith("1001");
  }

  @Test
  void anAttendantThatDoesNotExistRefuses() {
    FakeCall call = FakeCall.to(calls(attendant("x", hangUp()))).argument("night").run();
    assertThat(call.answered()).isFalse();
    assertThat(call.did("refuses 404")).isTrue();
  }

  @Test
  void theCallerMayHangUpAtAnyStep() {
    Node top =
        new Node.Menu(
            lines("Hello."),
            new java.util.LinkedHashMap<>(Map.of("1", "collect")),
            true,
            FIVE,
            TWICE,
            TWICE);
    Attendant day =
        attendant(
            "hello", say("Welcome.", "top"),
            "top", top,
            "collect", new Node.Collect(lines("Order?"), "order", 2, 4, FIVE, TWICE, TWICE, "ask"),
            "ask", new Node.Ask("https://crm.example/", FIVE, Set.of(), "name"),
            "name", new Node.Name(lines("Name?"), FIVE, TWICE, TWICE, "record"),
            "record",
                new Node.Recording(
                    lines("Speak."),
                    Duration.ofSeconds(20),
                    new Destination.Mailbox("1001"),
                    "bye"),
            "bye", hangUp());
    int runs =
        FakeCall.hangUpSweep(() ->
            to(day)
                .waits(2)
                .dials("7")
                .waits(3)
                .dials("1002#")
                .refuses("1002", Duration.ofSeconds(1), 486)
                .waits(5)
                .dials("1")
                .waits(2)
                .dials("12#")
                .waits(2)
                .dials("76#")
                .waits(6)
                .dials("2")
                .waits(3)
                .says(Duration.ofSeconds(3)));
    assertThat(runs).isGreaterThan(20);
  }
}
