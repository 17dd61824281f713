package org.belfry.webui.conferences;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.confirmdialog.ConfirmDialog;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.belfry.pbx.admin.ConferenceAdmin.RoomView;
import org.belfry.pbx.admin.ConferenceControl.ParticipantView;
import org.belfry.pbx.admin.UserAdmin.CreateUser;
import org.belfry.webui.PageTest;
import org.belfry.webui.base.Empty;
import org.belfry.webui.peers.PeersView;
import org.junit.jupiter.api.Test;

class ConferencesPageTest extends PageTest {

  @Test
  void aRoomGetsANumberAPinAndModerators() {
    navigate(ConferencesView.class);
    assertThat(textOf(find(Empty.class).first())).contains("No rooms yet");

    press("New room");
    type("Title", "Weekly meeting");
    type("Name", "weekly");
    type("Number", "800");
    type("PIN", "12");
    typeLines("Moderators", "1001, 1002");
    check("Wait for moderator");
    press("Create room");
    assertThat(problemAt("PIN")).isEqualTo("Must have 4 to 12 digits.");

    type("PIN", "4711");
    press("Create room");
    RoomView room = applications.rooms().rooms().getFirst();
    assertThat(room.title()).isEqualTo("Weekly meeting");
    assertThat(room.moderators()).containsExactly("1001", "1002");
    assertThat(room.waitForModerator()).isTrue();
    assertThat(room.tones()).isTrue();
  }

  @Test
  void conferencesThatGoOnStandAboveTheRoomsAlsoThoseWithoutOne() throws Exception {
    navigate(ConferencesView.class);
    assertThat(shown()).doesNotContain("In progress 88");

    onAThreadOfTheAppliance(
        () -> applications.conferences().comes("88", "On the fly", "Alice", "1001", true));

    assertThat(shown()).contains("In progress On the fly 1 participant");
  }

  @Test
  void whoTalksIsSeenAndTheyAreMutedAndSentAway() throws Exception {
    weekly();
    navigate("conference/weekly", ConferencePage.class);
    assertThat(shown()).contains("Alice 1001 Moderator", "Bob 1002");

    pressOn("Mute: Bob");
    assertThat(person("1002").muted()).isTrue();
    roundTrip();
    pressOn("Unmute: Bob");
    assertThat(person("1002").muted()).isFalse();

    roundTrip();
    pressOn("Remove: Bob");
    test(find(ConfirmDialog.class).single()).confirm();
    assertThat(applications.conferences().conference("weekly").participants()).hasSize(1);
  }

  @Test
  void everybodyIsMutedTheDoorIsLockedAndItIsRecorded() {
    weekly();
    navigate("conference/weekly", ConferencePage.class);

    press("Mute all");
    roundTrip();
    press("Lock");
    roundTrip();
    press("Record");
    roundTrip();
    assertThat(applications.conferences().conference("weekly").recording()).isTrue();
    roundTrip();

    assertThat(shown()).contains("All muted", "Locked", "Recording");
    assertThat(person("1001").muted()).as("a moderator").isFalse();
    assertThat(person("1002").muted()).isTrue();
    press("Unlock");
    assertThat(applications.conferences().conference("weekly").locked()).isFalse();
  }

  @Test
  void somebodyIsCalledIn() {
    pbx.create(List.of(new CreateUser("1003", "Carol", null, null, null)));
    weekly();
    navigate("conference/weekly", ConferencePage.class);

    press("Invite participant");
    choose("Participant", "Carol · 1003");
    press("Call");

    assertThat(applications.conferences().invited()).containsExactly("1003");
  }

  @Test
  void whenItIsOverThePageSaysSo() throws Exception {
    weekly();
    navigate("conference/weekly", ConferencePage.class);

    onAThreadOfTheAppliance(() -> applications.conferences().end("weekly"));
    assertThat(textOf(find(Empty.class).single())).contains("No participants");

    navigate(PeersView.class);
    assertThat(applications.conferences().listeners()).isZero();
  }

  private void weekly() {
    applications.conferences().comes("weekly", "Weekly meeting", "Alice", "1001", true);
    applications.conferences().comes("weekly", "Weekly meeting", "Bob", "1002", false);
  }

  private ParticipantView person(String callId) {
    return applications.conferences().conference("weekly").participants().stream()
        .filter(p -> p.callId().equals(callId))
        .findFirst()
        .orElseThrow();
  }

  private static void onAThreadOfTheAppliance(Runnable event) throws Exception {
    CompletableFuture.runAsync(event).get(5, TimeUnit.SECONDS);
    roundTrip();
    roundTrip();
  }
}
