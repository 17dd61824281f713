package org.belfry.pbx.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.belfry.pbx.Messages.T0;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.belfry.pbx.directory.CallSettings;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.MediaEncryption;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.presence.PickupChoice.None;
import org.belfry.pbx.presence.WatchedDialog.Party;
import org.belfry.pbx.sip.Aor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which ringing call may be picked up by whom. */
class PickupChoiceTest {
  private static final Party SOMEBODY = new Party("sip:somebody@pbx.example", null);

  /** 1001 to 1003 sell, 1004 and 1005 repair, 1006 and 1007 are in no group. */
  private static final Map<String, String> GROUPS =
      Map.of("1001", "sales", "1002", "sales", "1003", "sales", "1004", "repair", "1005", "repair");

  private final Directory directory =
      Directory.of(
          1,
          "pbx.example",
          Set.of("pbx.example"),
          List.of(
              user("1001"),
              user("1002"),
              user("1003"),
              user("1004"),
              user("1005"),
              user("1006"),
              user("1007")),
          List.of());
  private final LiveDialogs live = new LiveDialogs();
  private final DialogTracker tracker = new DialogTracker(live);

  /** Four phones ring, 1002's since later than 1001's; 1003 called 1006; 1007 talks. */
  @BeforeEach
  void phonesRing() {
    rings("from-outside", null, "1001", 10);
    rings("later", null, "1002", 20);
    rings("at-repair", null, "1004", 0);
    rings("own", "1003", "1006", 5);
    rings("talk", null, "1007", 0);
    tracker.answered("talk", 0, aor("1007"), "to-talk", T0);
  }

  @ParameterizedTest
  @CsvSource({
    "1001, 1002, later",
    "1001, 1004, OTHER_GROUP",
    "1006, 1004, OTHER_GROUP",
    "1005, 1004, at-repair",
    "1001, 1006, own",
    "1003, 1006, NOTHING_RINGS",
    "1001, 1007, NOTHING_RINGS",
    "1001, 1003, NOTHING_RINGS",
    "1001, 9999, NOBODY",
    "1002, 1002, later",
    "1005, +49301004, at-repair"
  })
  void aDirectedPickupTakesTheCallOfThatExtension(String who, String where, String which) {
    assertThat(name(PickupChoice.directed(user(directory, who), where, directory, live)))
        .isEqualTo(which);
  }

  @ParameterizedTest
  @CsvSource({
    "1001, from-outside",
    "1002, from-outside",
    "1003, from-outside",
    "1005, at-repair",
    "1006, NO_GROUP"
  })
  void aGroupPickupTakesTheCallThatHasRungLongest(String who, String which) {
    assertThat(name(PickupChoice.ofGroup(user(directory, who), directory, live))).isEqualTo(which);
  }

  @Test
  void whatWasTakenIsNoMoreThere() {
    tracker.ended("from-outside");
    assertThat(name(PickupChoice.ofGroup(user(directory, "1003"), directory, live)))
        .isEqualTo("later");
    tracker.ended("later");
    assertThat(PickupChoice.ofGroup(user(directory, "1003"), directory, live))
        .isEqualTo(None.NOTHING_RINGS);
  }

  @Test
  void theChoiceNamesTheDialogAsReplacesDoes() {
    PickupChoice choice = PickupChoice.directed(user(directory, "1001"), "1002", directory, live);
    assertThat(choice).isInstanceOf(PickupChoice.Take.class);
    WatchedDialog dialog = ((PickupChoice.Take) choice).dialog();
    assertThat(dialog.callId()).isEqualTo("later");
    assertThat(dialog.localTag()).isEqualTo("to-later");
    assertThat(dialog.remoteTag()).isEqualTo("from-later");
  }

  private void rings(String callId, String caller, String callee, int second) {
    Aor callerAor = caller == null ? null : aor(caller);
    tracker.begins(callId, SOMEBODY, "from-" + callId, callerAor, SOMEBODY, T0);
    tracker.rings(callId, 0, aor(callee), "to-" + callId, T0.plus(Duration.ofSeconds(second)));
  }

  private static String name(PickupChoice choice) {
    return switch (choice) {
      case PickupChoice.Take take -> take.dialog().callId();
      case None none -> none.name();
    };
  }

  private static Aor aor(String extension) {
    return new Aor(extension, "pbx.example");
  }

  private static User user(Directory directory, String extension) {
    return directory.user(extension);
  }

  private static User user(String extension) {
    CallSettings plain = CallSettings.DEFAULT;
    return new User(
        extension.charAt(3),
        extension,
        "User " + extension,
        null,
        "",
        "",
        MediaEncryption.SITE,
        new CallSettings(
            List.of("+4930" + extension),
            false,
            plain.rules(),
            plain.ringTime(),
            0,
            plain.blocked(),
            plain.allowed(),
            plain.permissions(),
            null,
            GROUPS.get(extension),
            Map.of(),
            null,
            false));
  }
}
