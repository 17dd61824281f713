package org.belfry.webui.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.confirmdialog.ConfirmDialog;
import com.vaadin.flow.component.textfield.TextField;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.belfry.pbx.admin.CallMonitor.LiveCallState;
import org.belfry.pbx.admin.CallMonitor.LiveCallView;
import org.belfry.pbx.admin.ConferenceAdmin.SaveRoom;
import org.belfry.pbx.admin.ContactAdmin.Label;
import org.belfry.pbx.admin.ContactAdmin.SaveContact;
import org.belfry.pbx.admin.MailboxAdmin.MessageFolder;
import org.belfry.pbx.admin.OwnRooms.OwnRoomView;
import org.belfry.pbx.admin.PhoneAdmin.PlacedKey;
import org.belfry.pbx.admin.PhoneAdmin.SavePhone;
import org.belfry.pbx.admin.QueueAdmin.Member;
import org.belfry.pbx.admin.QueueAdmin.SaveQueue;
import org.belfry.pbx.admin.RecordingAdmin.OwnerKind;
import org.belfry.pbx.admin.RecordingAdmin.Reason;
import org.belfry.pbx.admin.RecordingAdmin.RuleView;
import org.belfry.pbx.admin.RecordingAdmin.When;
import org.belfry.pbx.admin.UserAdmin.CreateUser;
import org.belfry.pbx.cdr.CallRecord;
import org.belfry.webui.PageTest;
import org.belfry.webui.fake.FakeContacts;
import org.belfry.webui.fake.FakeOwnRooms;
import org.belfry.webui.fake.FakeSignIns;
import org.belfry.webui.softphone.Softphone;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.test.context.support.WithMockUser;

@WithMockUser(username = "1001", roles = "USER")
class PortalPagesTest extends PageTest {
  @Autowired FakeContacts contacts;
  @Autowired FakeOwnRooms ownRooms;

  @BeforeEach
  void aliceAndBob() {
    ownRooms.clear();
    pbx.create(
        List.of(
            new CreateUser("1001", "Alice Berger", "alice@example.com", null, null),
            new CreateUser("1002", "Bob Okafor", null, null, null)));
  }

  @Test
  void herMissedCallsComeFirstAndOthersCallsNotAtAll() {
    ended("1002", "Bob Okafor", "1001", "Alice Berger", CallRecord.Cause.NO_ANSWER);
    ended("1002", "Bob Okafor", "1003", "Carla", CallRecord.Cause.NO_ANSWER);

    navigate(ContactsPage.class); // The list is read when the page opens.
    navigate(MyCallsPage.class);

    assertThat(shown()).contains("Missed Bob Okafor 1002").doesNotContain("Carla");
  }

  @Test
  void anEmergencyCallIsShownAtTheReceptionUntilItIsAcknowledged() {
    navigate(MyCallsPage.class);
    Softphone phone = Softphone.on(UI.getCurrent()).orElseThrow();
    assertThat(phone.getElement().getAttribute("alarms")).isEqualTo("[]");

    notices.called("1002", "Bob Okafor", "Warehouse: Invalidenstraße 44, Berlin", false);
    shown();
    assertThat(phone.getElement().getAttribute("alarms"))
        .contains(
            "Emergency call from Bob Okafor · 1002",
            "Warehouse: Invalidenstraße 44, Berlin",
            "Called 112 at ",
            "\"test\":false");

    phone.acknowledge("call-0");
    shown();
    assertThat(phone.getElement().getAttribute("alarms")).isEqualTo("[]");
  }

  @Test
  void herPhoneRecordsHerOwnCallWhereTheSiteAllowsIt() {
    applications.recordings().talks("a", "+4930123");
    navigate(MyCallsPage.class);
    Softphone phone = phone();
    assertThat(phone.getElement().getAttribute("recordings")).isEqualTo("[]");
    phone.record("a", "start");
    assertThat(applications.recordings().live()).isEmpty();

    RuleView allowed = new RuleView(OwnerKind.USER, "1001", When.ON_DEMAND, false, false);
    applications.recordings().change(allowed);
    applications.recordings().talks("a", "+4930123");
    shown();
    assertThat(phone.getElement().getAttribute("recordings"))
        .isEqualTo("[{\"id\":\"a\",\"with\":\"+4930123\",\"state\":\"off\"}]");
    phone.record("a", "start");
    shown();
    assertThat(phone.getElement().getAttribute("recordings")).contains("\"on\"");
    phone.record("a", "pause");
    shown();
    assertThat(phone.getElement().getAttribute("recordings")).contains("\"paused\"");
    phone.record("a", "stop");
    phone.record("another", "start");
    assertThat(applications.recordings().live()).isEmpty();
  }

  @Test
  void sheLogsInToHerQueueAndPausesAndSeesNoOtherQueue() {
    queue("sales", "700", "1001");
    queue("support", "710", "1002");
    navigate(MyQueuesPage.class);
    assertThat(shown()).contains("sales Logged out").doesNotContain("support");

    press("Log in");
    assertThat(shown()).contains("sales Available");
    press("Pause");
    assertThat(shown()).contains("sales Paused");
    press("End pause");
    assertThat(shown()).contains("sales Available");
    press("Log out");
    assertThat(shown()).contains("sales Logged out");
  }

  private void queue(String name, String number, String agent) {
    applications
        .queues()
        .create(
            new SaveQueue(
                name,
                number,
                null,
                null,
                List.of(new Member(agent, 1, Set.of(), null)),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null));
  }

  @Test
  void parkedCallsArePickedUpAndOnlyHerOwnCallersAreNamed() {
    parking.park(1, "+4930555", "1001");
    parking.park(2, "+4930777", "1002");
    navigate(MyCallsPage.class);

    assertThat(shown())
        .contains("Slot *51", "+4930555", "Slot *52", "parked by Bob Okafor")
        .doesNotContain("+4930777");
    assertThat(find(Button.class).withText("Pick up").all()).hasSize(2);
  }

  @Test
  void aTypedNameIsTheNumberOfTheColleagueWhoHasIt() {
    pbx.create(
        List.of(
            new CreateUser("1003", "Bo", null, null, null),
            new CreateUser("1004", "Carla Boone", null, null, null)));
    navigate(MyCallsPage.class);
    Softphone phone = Softphone.on(UI.getCurrent()).orElseThrow();

    assertThat(phone.meant("okaf")).isEqualTo("1002");
    assertThat(phone.meant("bo")).as("a whole name goes before a part").isEqualTo("1003");
    assertThat(phone.meant("o")).as("several").isEmpty();
    assertThat(phone.meant("sales")).as("an alias, perhaps").isEqualTo("sales");
    assertThat(phone.nameOf("1004")).isEqualTo("Carla Boone");
    assertThat(phone.nameOf("2000")).isNull();
  }

  @Test
  void aTestOfEmergencyCallsIsShownAsOne() {
    navigate(MyCallsPage.class);
    notices.called("1002", "Bob Okafor", "", true);
    shown();
    assertThat(Softphone.on(UI.getCurrent()).orElseThrow().getElement().getAttribute("alarms"))
        .contains(
            "Test of emergency calls by Bob Okafor · 1002", "Location unknown", "\"test\":true");
  }

  @Test
  void sheWorksAtHomeAndSaysWhereForEmergencyCalls() {
    navigate(SettingsPage.class);
    assertThat(shown()).contains("Your location is unknown.");

    type("Street", "Gartenweg");
    type("City", "Berlin");
    test(find(Button.class).withText("Save").all().getLast()).click();
    assertThat(shown()).contains("Your current location: Gartenweg, Berlin");

    press("Remove my address");
    assertThat(numbering.emergency().home("1001")).isEmpty();
    assertThat(shown()).contains("Your location is unknown.");
  }

  @Test
  void thePhonesOnHerDeskGetTheKeysThatShePlaces() {
    long hers = desk("80:5e:c0:12:34:56", "1001");
    desk("80:5e:c0:65:43:21", "1002");
    navigate(DevicesPage.class);
    assertThat(find(Button.class).withText("Keys").all()).hasSize(1);

    press("Keys");
    press("Add key");
    typeNumber("Key", 4);
    type("Number", "1002");
    press("Save");

    assertThat(numbering.phones().phone(hers).orElseThrow().keys())
        .containsExactly(new PlacedKey(4, "lamp", null, "1002", null));
    assertThat(toasts()).contains("The keys are updated");
  }

  @Test
  void aPhoneThatHasBecomeSomebodyElsesMeanwhileKeepsItsKeys() {
    long hers = desk("80:5e:c0:12:34:56", "1001");
    navigate(DevicesPage.class);
    press("Keys");
    press("Add key");
    typeNumber("Key", 4);
    type("Number", "1002");
    numbering.phones().replace(hers, phone("80:5e:c0:12:34:56", "1002"));
    press("Save");

    assertThat(numbering.phones().phone(hers).orElseThrow().keys()).isEmpty();
    assertThat(toasts()).doesNotContain("The keys are updated");
  }

  private long desk(String mac, String user) {
    return numbering.phones().create(List.of(phone(mac, user))).getFirst().id();
  }

  private static SavePhone phone(String mac, String user) {
    return new SavePhone(mac, "yealink", "T54W", user, null, null, null, null, null, null, null);
  }

  @Test
  void missedCallsAreCountedUntilTheyAreCleared() {
    ended("1002", "Bob Okafor", "1001", "Alice Berger", CallRecord.Cause.NO_ANSWER);
    navigate(MyCallsPage.class);
    assertThat(find(UnseenCount.class).all())
        .filteredOn(UnseenCount::isVisible)
        .singleElement()
        .satisfies(count -> {
          assertThat(count.getText()).isEqualTo("1");
          assertThat(count.getElement().getAttribute("aria-label")).contains("Missed calls: 1");
        });

    press("Clear");

    assertThat(find(UnseenCount.class).all()).noneMatch(UnseenCount::isVisible);
    assertThat(shown()).contains("No missed calls.").contains("Bob Okafor 1002");
  }

  @Test
  void newMessagesAreCounted() {
    applications.mailboxes().leaves("1001", "1002", "Bob Okafor", 12);
    navigate(MyCallsPage.class);

    assertThat(find(UnseenCount.class).all())
        .filteredOn(UnseenCount::isVisible)
        .singleElement()
        .satisfies(count ->
            assertThat(count.getElement().getAttribute("aria-label")).contains("New messages: 1"));
  }

  @Test
  void whoHasMissedNothingIsToldSo() {
    navigate(MyCallsPage.class);

    assertThat(shown()).contains("No missed calls.", "No calls yet");
  }

  @Test
  void herOwnContactsStandBelowTheColleaguesAndAreFoundWithThem() {
    navigate(ContactsPage.class);
    press("New contact");
    type("Name", "Yusuf Demir");
    type("Number", "+4930777");
    press("Save");
    assertThat(shown()).contains("Yusuf Demir", "+4930777", "Mobile");

    pressOn("Delete: Yusuf Demir");
    assertThat(shown()).doesNotContain("Yusuf Demir");
  }

  @Test
  void ofThousandsOfContactsAPageShowsSomeAndTheSearchFindsTheOthers() {
    for (int i = 1000; i < 1150; i++) {
      contacts.create("1001", new SaveContact("Contact " + i, "+49301" + i, Label.WORK));
    }
    navigate(ContactsPage.class);
    assertThat(shown())
        .contains("Contact 1099", "Showing 100 of 150 contacts.")
        .doesNotContain("Contact 1100");

    test(find(TextField.class).single()).setValue("1149");
    assertThat(shown()).contains("Contact 1149").doesNotContain("Showing 100");
    contacts.clear();
  }

  @Test
  void thePhoneStaysWhileThePageChanges() {
    navigate(MyCallsPage.class);
    Softphone before = phone();

    navigate(ContactsPage.class);

    assertThat(phone()).isSameAs(before);
  }

  @Test
  void thePhoneStaysAlsoAtTheAdministration() {
    navigate(MyCallsPage.class);
    Softphone before = phone();

    assertThat(before.getParent()).contains(UI.getCurrent());
  }

  @Test
  void sheSeesTheNumberAndThePinOfHerRoomAndWhatIsOpenToAll() {
    applications.rooms().create(room("board", "800", "4711", List.of("1001")));
    applications.rooms().create(room("others", "801", "4712", List.of("1002")));
    applications.rooms().create(room("all", "802", null, List.of()));

    navigate(RoomsPage.class);

    assertThat(shown())
        .contains("board 800 Guest PIN: 4711", "all 802")
        .doesNotContain("others", "4712");
  }

  @Test
  void sheMakesHerOwnRoomChangesItAndTakesBackThatSheDeletedIt() {
    navigate(RoomsPage.class);
    press("Create my room");
    type("Title", "Design review");
    String pin = find(TextField.class).withLabel("Guest PIN").single().getValue();
    assertThat(pin).matches("[0-9]{6}");
    type("Guest PIN", "12");
    press("Save");
    assertThat(problemAt("Guest PIN")).isEqualTo("Must have 4 to 12 digits.");
    type("Guest PIN", "471100");
    press("Save");

    OwnRoomView room = ownRooms.room("1001").orElseThrow();
    assertThat(room.lobby()).isTrue();
    assertThat(shown()).contains("Design review", "*881001", "+4930123488", "471100");
    assertThat(shownCredentials())
        .last()
        .asString()
        .contains("Design review", "tel:+4930123488,,471100%23", "PIN: 471100");

    press("Edit room");
    check("Lobby");
    press("Save");
    assertThat(ownRooms.room("1001").orElseThrow().lobby()).isFalse();

    press("Delete room");
    assertThat(ownRooms.room("1001")).isEmpty();
    press("Undo");
    assertThat(ownRooms.room("1001").orElseThrow().pin()).isEqualTo("471100");
    assertThat(shown()).contains("471100");
  }

  private static SaveRoom room(String name, String number, String pin, List<String> moderators) {
    return new SaveRoom(
        name, number, null, pin, null, moderators, null, null, null, null, null, null);
  }

  @Test
  void colleaguesHaveLampsAndSheIsNotHerOwn() {
    pbx.callBegins(
        new LiveCallView(
            "c1",
            "1002",
            "Bob Okafor",
            "0301234",
            null,
            LiveCallState.ANSWERED,
            Instant.now(),
            Instant.now()));

    navigate(ContactsPage.class);

    assertThat(find(Button.class).withAriaLabel("Call Bob Okafor").all()).hasSizeLessThan(2);
    assertThat(shown()).doesNotContain("Alice Berger");
  }

  @Test
  void sheHearsHerOwnRecordingsWhenSheMay() {
    applications.recordings().recorded("1001", "+4930123", Reason.DEMAND, "");
    applications.recordings().recorded("1002", "+4930999", Reason.DEMAND, "");
    navigate(MyCallsPage.class);
    assertThat(shown()).doesNotContain("My recordings");
    assertThatThrownBy(() -> navigate(RecordingsPage.class));

    applications.recordings().change(new RuleView(OwnerKind.USER, "1001", When.NEVER, false, true));
    navigate(RecordingsPage.class);

    assertThat(shown()).contains("+4930123", "5:12").doesNotContain("+4930999");
  }

  @Test
  void aMessageIsMarkedAsHeardAndDeletedAfterAQuestion() {
    mailboxes.leaves("1001", "1002", "Bob Okafor", 12);
    navigate(VoicemailPage.class);
    assertThat(shown()).contains("New Bob Okafor", "0:12");

    pressOn("Mark as heard: Bob Okafor");
    assertThat(mailboxes.messages("1001", null, 0, 1).messages().getFirst().folder())
        .isEqualTo(MessageFolder.SAVED);

    pressOn("Delete: Bob Okafor");
    assertThat(mailboxes.messages("1001", null, 0, 1).messages()).hasSize(1);
    test(find(ConfirmDialog.class).single()).confirm();
    assertThat(shown()).contains("No messages");
  }

  @Test
  void herRulesAreTheOnesThatAdministratorsSee() {
    navigate(RulesPage.class);

    assertThat(shown()).contains("No rules");
  }

  @Test
  void aNewPhoneGetsItsPasswordOnce() {
    navigate(DevicesPage.class);

    press("Add a phone");
    test(find(ConfirmDialog.class).single()).confirm();

    assertThat(shownCredentials()).contains("1001");
  }

  @Test
  void aPinThatIsNoneIsRefusedAtItsField() {
    navigate(SettingsPage.class);

    typePassword("New PIN", "12");
    press("Save");

    assertThat(problemAt("New PIN")).contains("4 to 10 digits");
  }

  @Test
  void theAuthenticatorIsOnWhenItsCodeWasRight() {
    navigate(SettingsPage.class);

    press("Set up authenticator");
    type("Code", "000000");
    press("Turn on");
    assertThat(signIns.signedIn("1001").secondFactor()).isFalse();
    type("Code", FakeSignIns.CODE);
    press("Turn on");

    assertThat(signIns.signedIn("1001").secondFactor()).isTrue();
    assertThat(shown()).contains("Authenticator is on");
  }

  private Softphone phone() {
    return Softphone.on(UI.getCurrent()).orElseThrow();
  }

  private void ended(
      String from, String fromName, String to, String toName, CallRecord.Cause cause) {
    Instant now = Instant.now();
    pbx.callEnded(
        new CallRecord(
            "call",
            from,
            fromName,
            to,
            toName,
            null,
            null,
            now.minusSeconds(60),
            null,
            null,
            now,
            480,
            cause,
            List.of(),
            List.of(),
            null));
  }
}
