package org.belfry.pbx.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.belfry.pbx.Messages.FROM_PHONE;
import static org.belfry.pbx.Messages.T0;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.presence.EventPackage.Document;
import org.belfry.pbx.presence.MailboxSummaries.MailboxSummary;
import org.belfry.pbx.presence.WatchedDialog.Direction;
import org.belfry.pbx.presence.WatchedDialog.Party;
import org.belfry.pbx.presence.WatchedDialog.State;
import org.belfry.pbx.registrar.Binding;
import org.belfry.pbx.sip.Aor;
import org.junit.jupiter.api.Test;

/** The bodies that watchers get. */
class EventPackagesTest {
  private static final Aor BOB = new Aor("1002", "pbx.example");
  private static final Party ALICE = new Party("sip:1001@pbx.example", "Alice <\"&\u0001> Öz");
  private static final WatchedDialog RINGING = dialog("a", State.EARLY);
  private static final WatchedDialog TALKING = dialog("b", State.CONFIRMED);
  private static final Binding PHONE =
      new Binding(
          "sip:1002@10.0.0.6:5060",
          "<urn:uuid:00000000-0000-1000-8000-000A95A0E128>",
          0,
          500,
          "reg",
          1,
          FROM_PHONE,
          List.of(),
          null,
          T0,
          T0.plusSeconds(3600));

  @Test
  @Rfc(value = "4235 4.1", other = true)
  void aRingingCallIsAnEarlyDialogWithAllThatReplacesNeeds() throws Exception {
    String body = write(new DialogPackage(false), resource(RINGING), null, 3);
    assertThat(body)
        .contains(
            "<dialog-info xmlns=\"urn:ietf:params:xml:ns:dialog-info\" version=\"3\" state=\"full\""
                + " entity=\"sip:1002@pbx.example\">")
        .contains(
            "call-id=\"call-a\" local-tag=\"bob-a\" remote-tag=\"alice-a\" direction=\"recipient\"")
        .contains("<state>early</state>")
        .contains("<local><identity display=\"Bob\">sip:1002@pbx.example</identity>")
        .contains(
            "<remote><identity display=\"Alice &lt;&quot;&amp;&gt;"
                + " Öz\">sip:1001@pbx.example</identity><target"
                + " uri=\"sip:1001@pbx.example\"/></remote>");
  }

  @Test
  @Rfc(value = "4235 3.7.1", other = true)
  void aCallThatIsOverIsToldOnceAsTerminated() throws Exception {
    String body = write(new DialogPackage(false), resource(TALKING), resource(RINGING, TALKING), 4);
    assertThat(body).containsOnlyOnce("terminated").containsOnlyOnce("confirmed");
    assertThat(write(new DialogPackage(false), resource(TALKING), resource(TALKING), 5))
        .doesNotContain("terminated");
  }

  @Test
  @Rfc(value = "4235 3.3", other = true)
  void aPartialBodyHoldsWhatHasChanged() throws Exception {
    DialogPackage partial = new DialogPackage(true);
    assertThat(write(partial, resource(RINGING, TALKING), null, 0)).contains("state=\"full\"");
    String body = write(partial, resource(RINGING, TALKING), resource(TALKING), 1);
    assertThat(body).contains("state=\"partial\"").contains("early").doesNotContain("confirmed");
    assertThat(write(partial, resource(), resource(TALKING), 2)).contains("terminated");
  }

  @Test
  void aLampThatIsNoCallHasAStateAndNothingElse() throws Exception {
    String body =
        write(new DialogPackage(false), resource(WatchedDialog.lamp("night", T0)), null, 0);
    assertThat(body).contains("<state>confirmed</state></dialog>").doesNotContain("call-id");
  }

  @Test
  @Rfc(value = "3842 5.2", other = true)
  void aMailboxSaysHowManyMessagesWait() throws Exception {
    MessageSummaryPackage pack = new MessageSummaryPackage();
    Resource two =
        new Resource(BOB, "Bob", List.of(), List.of(), new MailboxSummary(2, 8, 1, 0), List.of());
    assertThat(text(pack, two, null, 0))
        .isEqualTo(
            "Messages-Waiting: yes\r\n"
                + "Message-Account: sip:1002@pbx.example\r\n"
                + "Voice-Message: 2/8 (1/0)\r\n");
    assertThat(text(pack, resource(), null, 0)).startsWith("Messages-Waiting: no\r\n");
  }

  @Test
  @Rfc(value = "3680 5.1", other = true)
  void registrationsAreListedAndOneThatIsGoneIsToldOnce() throws Exception {
    RegPackage pack = new RegPackage();
    Resource with = new Resource(BOB, "Bob", List.of(), List.of(PHONE), null, List.of());
    assertThat(write(pack, with, null, 0))
        .contains("<registration aor=\"sip:1002@pbx.example\"")
        .contains("state=\"active\" event=\"registered\" q=\"0.500\"")
        .contains("<uri>sip:1002@10.0.0.6:5060</uri>");
    assertThat(write(pack, resource(), with, 1))
        .contains("state=\"terminated\"")
        .contains("event=\"unregistered\"");
    assertThat(write(pack, resource(), null, 0)).contains("state=\"init\"");
  }

  @Test
  void aRefreshedRegistrationIsNoChange() {
    RegPackage pack = new RegPackage();
    Binding again =
        new Binding(
            PHONE.contact(),
            PHONE.instance(),
            0,
            500,
            "reg",
            2,
            FROM_PHONE,
            List.of(),
            null,
            T0,
            T0.plusSeconds(7200));
    assertThat(pack.state(new Resource(BOB, null, List.of(), List.of(again), null, List.of())))
        .isEqualTo(pack.state(new Resource(BOB, null, List.of(), List.of(PHONE), null, List.of())));
  }

  @Test
  @Rfc(value = "3863 4", other = true)
  void presenceIsComposedOfPhonesCallsAndWhatWasPublished() throws Exception {
    PresencePackage pack = new PresencePackage();
    assertThat(write(pack, resource(), null, 0)).contains("<basic>closed</basic>");
    Resource there = new Resource(BOB, "Bob", List.of(RINGING), List.of(PHONE), null, List.of());
    assertThat(write(pack, there, null, 0))
        .contains("<basic>open</basic>")
        .doesNotContain("on-the-phone");
    Resource talks = new Resource(BOB, "Bob", List.of(TALKING), List.of(PHONE), null, List.of());
    assertThat(write(pack, talks, null, 0))
        .contains("<rpid:activities><rpid:on-the-phone/></rpid:activities>")
        .contains("<note>On the phone</note>");
    Pidf lunch = new Pidf(true, List.of("lunch"), List.of("Back at 2 <pm>"));
    Resource eats = new Resource(BOB, "Bob", List.of(TALKING), List.of(), null, List.of(lunch));
    assertThat(write(pack, eats, null, 0))
        .contains("<basic>open</basic>")
        .contains("<rpid:lunch/><rpid:on-the-phone/>")
        .contains("<note>Back at 2 &lt;pm&gt;</note>");
    Pidf closed = new Pidf(false, List.of(), List.of());
    Resource shut = new Resource(BOB, "Bob", List.of(), List.of(PHONE), null, List.of(closed));
    assertThat(write(pack, shut, null, 0)).contains("<basic>closed</basic>");
  }

  private static WatchedDialog dialog(String name, State state) {
    return new WatchedDialog(
        name,
        "call-" + name,
        "bob-" + name,
        "alice-" + name,
        Direction.RECIPIENT,
        state,
        ALICE,
        T0);
  }

  private static Resource resource(WatchedDialog... dialogs) {
    return new Resource(BOB, "Bob", List.of(dialogs), List.of(), null, List.of());
  }

  private static <S> String write(EventPackage<S> pack, Resource now, Resource told, long version)
      throws Exception {
    String text = text(pack, now, told, version);
    DocumentBuilderFactory.newDefaultInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    return text;
  }

  private static <S> String text(EventPackage<S> pack, Resource now, Resource told, long version) {
    return new String(
        pack.write(
            pack.state(now),
            told == null ? null : pack.state(told),
            new Document("sip:1002@pbx.example", version)),
        StandardCharsets.UTF_8);
  }
}
