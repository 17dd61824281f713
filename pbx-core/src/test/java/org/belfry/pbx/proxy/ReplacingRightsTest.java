package org.belfry.pbx.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.belfry.pbx.Messages.T0;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.call.Replaces;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.presence.LiveDialogs;
import org.belfry.pbx.presence.WatchedDialog;
import org.belfry.pbx.presence.WatchedDialog.Party;
import org.belfry.pbx.proxy.ReplacingRights.Verdict;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.MalformedHeader;
import org.belfry.pbx.sip.message.SipRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may name a dialog in Replaces. Bob, 1002, talks to Carol, 1003. */
@Rfc("3891")
class ReplacingRightsTest {
  private static final Replaces THEIRS = new Replaces("call", "carols", "bobs", false);

  private final Directory directory =
      Directory.of(
          1,
          "pbx.example",
          Set.of("pbx.example"),
          List.of(user(1, "1001"), user(2, "1002"), user(3, "1003"), user(4, "1004")),
          List.of());
  private final LiveDialogs live = new LiveDialogs();
  private final ReplacingRights rights = new ReplacingRights(live);

  @BeforeEach
  void bobTalksToCarol() {
    live.put(aor("1002"), dialog("bobs", "carols", WatchedDialog.Direction.INITIATOR));
    live.put(aor("1003"), dialog("carols", "bobs", WatchedDialog.Direction.RECIPIENT));
  }

  @Test
  @Rfc("4")
  void itsUsersMayAndNobodyElse() {
    assertThat(verdict("1002")).isEqualTo(Verdict.ALLOWED);
    assertThat(verdict("1003")).isEqualTo(Verdict.ALLOWED);
    assertThat(verdict("1001")).isEqualTo(Verdict.FORBIDDEN);
    assertThat(verdict(null)).isEqualTo(Verdict.FORBIDDEN);
  }

  @Test
  @Rfc("3")
  void bothTagsAreThoseOfTheDialog() {
    assertThat(ofBob(new Replaces("call", "carols", "x", false))).isEqualTo(Verdict.NO_SUCH_DIALOG);
    assertThat(ofBob(new Replaces("CALL", "BOBS", "CAROLS", true)))
        .as("some phones do not mind the case")
        .isEqualTo(Verdict.ALLOWED);
    assertThat(ofBob(new Replaces("other", "bobs", "carols", false))).isEqualTo(Verdict.NOT_OURS);
  }

  @Test
  @Rfc("4")
  void whomItsUserSendsThereMayForThreeMinutesAndNobodyElse() {
    rights.refers(refer(), aor("1002"), false, aor("1001"), directory, T0);
    assertThat(verdict("1001")).isEqualTo(Verdict.ALLOWED);
    assertThat(verdict("1004")).isEqualTo(Verdict.FORBIDDEN);
    assertThat(verdict(null)).isEqualTo(Verdict.FORBIDDEN);
    User alice = directory.user("1001");
    assertThat(rights.of(THEIRS, alice, false, false, directory, T0.plus(Duration.ofMinutes(3))))
        .isEqualTo(Verdict.FORBIDDEN);
  }

  @Test
  @Rfc("4")
  void whoHasNoPartInItSendsNobodyThere() {
    rights.refers(refer(), aor("1004"), false, aor("1001"), directory, T0);
    rights.refers(refer(), null, false, aor("1001"), directory, T0);
    assertThat(verdict("1001")).isEqualTo(Verdict.FORBIDDEN);
  }

  @Test
  void whoIsSentThereAndIsNoUserOfOursIsNoUserOfOurs() {
    rights.refers(refer(), aor("1002"), false, null, directory, T0);
    assertThat(verdict(null)).isEqualTo(Verdict.ALLOWED);
    assertThat(verdict("1001")).isEqualTo(Verdict.FORBIDDEN);
    User bob = directory.user("1002");
    assertThat(rights.of(THEIRS, bob, true, false, directory, T0)).isEqualTo(Verdict.ALLOWED);
  }

  @Test
  void aNeighbourThatKnowsTheTagsAnswersForItsUsers() {
    assertThat(rights.of(THEIRS, null, false, true, directory, T0)).isEqualTo(Verdict.ALLOWED);
    rights.refers(refer(), null, true, aor("1001"), directory, T0);
    assertThat(verdict("1001")).isEqualTo(Verdict.ALLOWED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "call;to-tag=mine;from-tag=mine;to-tag=theirs",
        "call;to-tag=mine;from-tag=mine;FROM-TAG=theirs",
        "call;to-tag=mine",
        ";to-tag=mine;from-tag=mine"
      })
  @Rfc("6.1")
  void whatTwoMayReadAsTwoDialogsIsRefused(String value) {
    assertThatThrownBy(() -> Replaces.of(value)).isInstanceOf(MalformedHeader.class);
  }

  @Test
  @Rfc("6.1")
  void namesOfParametersHaveNoCase() {
    assertThat(Replaces.of("c@h;To-Tag=a;FROM-TAG=b;Early-Only"))
        .isEqualTo(new Replaces("c@h", "a", "b", true));
  }

  private Verdict ofBob(Replaces replaces) {
    return rights.of(replaces, directory.user("1002"), false, false, directory, T0);
  }

  private Verdict verdict(String extension) {
    User caller = extension == null ? null : directory.user(extension);
    return rights.of(THEIRS, caller, false, false, directory, T0);
  }

  private static SipRequest refer() {
    return SipRequest.create(Method.REFER, "sip:1001@pbx.example")
        .add(
            HeaderName.REFER_TO,
            "<sip:1003@pbx.example?Replaces=call%3Bto-tag%3Dcarols%3Bfrom-tag%3Dbobs>")
        .done();
  }

  private static WatchedDialog dialog(
      String local, String remote, WatchedDialog.Direction direction) {
    return new WatchedDialog(
        "key",
        "call",
        local,
        remote,
        direction,
        WatchedDialog.State.CONFIRMED,
        new Party("sip:somebody@pbx.example", null),
        T0);
  }

  private static Aor aor(String extension) {
    return new Aor(extension, "pbx.example");
  }

  private static User user(long id, String extension) {
    return new User(id, extension, "User", null, "0".repeat(32), "0".repeat(64));
  }
}
