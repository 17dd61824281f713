package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.anchor.SessionPart;
import org.belfry.pbx.directory.CivicAddress;
import org.belfry.pbx.directory.EmergencyLocation;
import org.belfry.pbx.directory.EmergencyPlan;
import org.belfry.pbx.directory.Trunk;
import org.belfry.pbx.routing.Site;
import org.belfry.pbx.sim.PhoneCall;
import org.belfry.pbx.sim.SimulatedPhone;
import org.belfry.pbx.sim.World;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.IpNetwork;
import org.belfry.pbx.sip.message.SipMessage;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

/**
 * The emergency centre learns where the caller is, or sees the number that it knows the place by.
 */
class EmergencyLocationTest {
  private static final String CIVIC = "urn:ietf:params:xml:ns:pidf:geopriv10:civicAddr";

  private final World world = World.seeded(6442);
  private final SimulatedPhone provider =
      world.foreign("4930777", Providers.BERLIN, Providers.BERLIN);

  @Test
  @Rfc(value = "6442 4.1", other = true)
  void theInviteRefersToALocationThatItCarries() throws Exception {
    arranged(EmergencyPlan.of(List.of(place("Warehouse", "10.0.0.0/24"))), true);
    SipMessage invite = received(world.phone("1001").registered(), "112");
    String cid = invite.header(HeaderName.of("Geolocation"));
    assertThat(cid).startsWith("<cid:").endsWith("@pbx.example>");
    assertThat(new String(invite.body(), StandardCharsets.UTF_8))
        .contains("Content-ID: <" + cid.substring("<cid:".length()));
  }

  @Test
  @Rfc(value = "6442 4.2", other = true)
  void theLocationMayBeUsedForRouting() {
    arranged(EmergencyPlan.of(List.of(place("Warehouse", "10.0.0.0/24"))), true);
    SipMessage invite = received(world.phone("1001").registered(), "112");
    assertThat(invite.header(HeaderName.of("Geolocation-Routing"))).isEqualTo("yes");
  }

  @Test
  @Rfc(value = "5621 3.1", other = true)
  void theDescriptionIsTheFirstOfSeveralParts() {
    arranged(EmergencyPlan.of(List.of(place("Warehouse", "10.0.0.0/24"))), true);
    SipMessage invite = received(world.phone("1001").registered(), "112");
    String type = invite.mandatory(HeaderName.CONTENT_TYPE);
    assertThat(type).startsWith("multipart/mixed;boundary=");
    SessionPart description = SessionPart.of(type, invite::body);
    assertThat(description).isNotNull();
    assertThat(new String(description.description(), StandardCharsets.UTF_8)).startsWith("v=0");
  }

  /** Who does not know locations is not to refuse the call for one. */
  @Test
  @Rfc(value = "5621 8.2", other = true)
  void theLocationIsByReferenceAndOptional() {
    arranged(EmergencyPlan.of(List.of(place("Warehouse", "10.0.0.0/24"))), true);
    SipMessage invite = received(world.phone("1001").registered(), "112");
    assertThat(new String(invite.body(), StandardCharsets.UTF_8))
        .contains("Content-Disposition: by-reference;handling=optional");
  }

  @Test
  @Rfc(value = "5139 3.1", other = true)
  void theAddressIsACivicOne() throws Exception {
    arranged(EmergencyPlan.of(List.of(place("Warehouse <A & B>", "10.0.0.0/24"))), true);
    Document location = located(received(world.phone("1001").registered(), "112"));
    assertThat(civic(location, "country")).isEqualTo("DE");
    assertThat(civic(location, "A3")).isEqualTo("Berlin");
    assertThat(civic(location, "PC")).isEqualTo("10115");
    assertThat(civic(location, "RD")).isEqualTo("Invalidenstraße");
    assertThat(civic(location, "HNO")).isEqualTo("44");
    assertThat(civic(location, "FLR")).isEqualTo("2");
    assertThat(civic(location, "NAM")).isEqualTo("Warehouse <A & B>");
    assertThat(civic(location, "LOC")).isEqualTo("Gate 3");
  }

  /** Latitude before longitude. */
  @Test
  @Rfc(value = "5491 5.2.1", other = true)
  void aPointIsSentWithTheAddress() throws Exception {
    EmergencyLocation plain = place("Warehouse", "10.0.0.0/24");
    EmergencyLocation pointed =
        new EmergencyLocation(
            plain.name(),
            plain.address(),
            plain.note(),
            new EmergencyLocation.Point(52.5, -13.25),
            plain.networks(),
            List.of(),
            List.of(),
            null);
    arranged(EmergencyPlan.of(List.of(pointed)), true);
    Document location = located(received(world.phone("1001").registered(), "112"));
    assertThat(
            location
                .getElementsByTagNameNS("http://www.opengis.net/gml", "pos")
                .item(0)
                .getTextContent())
        .isEqualTo("52.500000 -13.250000");
  }

  @Test
  @Rfc(value = "4119 2.2.2", other = true)
  void theLocationMayBePassedOnForADay() throws Exception {
    arranged(EmergencyPlan.of(List.of(place("Warehouse", "10.0.0.0/24"))), true);
    Document location = located(received(world.phone("1001").registered(), "112"));
    String policy = "urn:ietf:params:xml:ns:pidf:geopriv10:basicPolicy";
    assertThat(
            location
                .getElementsByTagNameNS(policy, "retransmission-allowed")
                .item(0)
                .getTextContent())
        .isEqualTo("yes");
  }

  /** By the phone, else the network, else the user, else the site. */
  @Test
  void aPhoneIsWhereItIsSaidToBe() throws Exception {
    EmergencyLocation byPhone = who("Gatehouse", List.of(), List.of("001565aabbcc"), List.of());
    EmergencyLocation byNetwork = place("Warehouse", "10.0.0.0/24");
    EmergencyLocation byUser = who("Office", List.of(), List.of(), List.of("1001"));
    EmergencyLocation usual = who("Headquarters", List.of(), List.of(), List.of());
    arranged(
        EmergencyPlan.of(List.of(byPhone, byNetwork, byUser, usual)).usually("Headquarters"), true);
    SimulatedPhone desk =
        world.phone("1001").writes("User-Agent", "Yealink SIP-T46U 108.86 00:15:65:AA:BB:CC");
    assertThat(name(received(desk.registered(), "112"))).isEqualTo("Gatehouse");
  }

  @Test
  void otherwiseThePhoneIsWhereItsNetworkIs() throws Exception {
    EmergencyLocation wide = place("Campus", "10.0.0.0/8");
    EmergencyLocation close = place("Warehouse", "10.0.0.0/24");
    EmergencyLocation byUser = who("Office", List.of(), List.of(), List.of("1001"));
    arranged(EmergencyPlan.of(List.of(wide, close, byUser)), true);
    assertThat(name(received(world.phone("1001").registered(), "112"))).isEqualTo("Warehouse");
  }

  @Test
  void otherwiseThePhoneIsWhereItsUserWorks() throws Exception {
    EmergencyLocation elsewhere = place("Warehouse", "192.0.2.0/24");
    EmergencyLocation byUser = who("Office", List.of(), List.of(), List.of("1001"));
    EmergencyLocation usual = who("Headquarters", List.of(), List.of(), List.of());
    arranged(EmergencyPlan.of(List.of(elsewhere, byUser, usual)).usually("Headquarters"), true);
    assertThat(name(received(world.phone("1001").registered(), "112"))).isEqualTo("Office");
  }

  @Test
  void aUserWhoSaysToWorkAtHomeIsThere() throws Exception {
    EmergencyLocation office = who("Office", List.of(), List.of(), List.of("1001"));
    EmergencyPlan plan = EmergencyPlan.of(List.of(office));
    EmergencyLocation home = who("Home of User 1", List.of(), List.of(), List.of("1001"));
    arranged(new EmergencyPlan(plan.locations(), Map.of(1L, home), null, plan.testNumbers()), true);
    assertThat(name(received(world.phone("1001").registered(), "112"))).isEqualTo("Home of User 1");
  }

  @Test
  void otherwiseThePhoneIsAtTheDefaultLocation() throws Exception {
    EmergencyLocation usual = who("Headquarters", List.of(), List.of(), List.of());
    arranged(EmergencyPlan.of(List.of(usual)).usually("Headquarters"), true);
    assertThat(name(received(world.phone("1001").registered(), "112"))).isEqualTo("Headquarters");
  }

  /** What a user's settings say is better than nothing. */
  @Test
  void freeTextOfAUserIsSentWithTheCountry() throws Exception {
    arranged(EmergencyPlan.NONE, true);
    Site.Settings settings = new Site.Settings();
    settings.location = "2nd floor";
    world.arranges("1001", settings.done());
    Document location = located(received(world.phone("1001").registered(), "112"));
    assertThat(civic(location, "country")).isEqualTo("DE");
    assertThat(civic(location, "LOC")).isEqualTo("2nd floor");
  }

  @Test
  void aTrunkThatTakesNoLocationsSeesTheNumberOfThePlace() {
    arranged(EmergencyPlan.of(List.of(place("Warehouse", "10.0.0.0/24"))), false);
    SipMessage invite = received(world.phone("1001").registered(), "112");
    assertThat(invite.header(HeaderName.of("Geolocation"))).isNull();
    assertThat(invite.header(HeaderName.CONTENT_TYPE)).isEqualTo("application/sdp");
    assertThat(invite.header(HeaderName.FROM)).contains("sip:+4930555@");
    assertThat(invite.header(HeaderName.P_ASSERTED_IDENTITY)).contains("sip:+4930555@");
  }

  @Test
  void anOrdinaryCallSaysNothingOfTheLocation() {
    arranged(EmergencyPlan.of(List.of(place("Warehouse", "10.0.0.0/24"))), true);
    SipMessage invite = received(world.phone("1001").registered(), "040123456");
    assertThat(invite.header(HeaderName.of("Geolocation"))).isNull();
    assertThat(invite.header(HeaderName.CONTENT_TYPE)).isEqualTo("application/sdp");
    assertThat(invite.header(HeaderName.FROM)).doesNotContain("+4930555");
  }

  /** RFC 6442 §4.3: a 424 is no reason not to call. */
  @Test
  @Rfc(value = "6442 4.3", other = true)
  void whoRefusesTheLocationIsCalledWithoutOne() {
    arranged(EmergencyPlan.of(List.of(place("Warehouse", "10.0.0.0/24"))), true);
    SimulatedPhone alice = world.phone("1001").registered();
    alice.dials("112");
    world.advanceUntil(() -> Talk.rings(provider), 20);
    provider.call().declines(424);
    world.advanceUntil(() -> provider.calls().size() == 2 && Talk.rings(provider), 20);
    assertThat(provider.call().received().header(HeaderName.of("Geolocation"))).isNull();
    assertThat(provider.call().received().header(HeaderName.CONTENT_TYPE))
        .isEqualTo("application/sdp");
  }

  /** A call is answered, held and ended as any other: later offers carry no location. */
  @Test
  void theCallIsMadeAndEnded() {
    arranged(EmergencyPlan.of(List.of(place("Warehouse", "10.0.0.0/24"))), true);
    SimulatedPhone alice = world.phone("1001").registered();
    PhoneCall call = Talk.dialling(world, alice, "112", provider);
    Talk.ends(world, call, provider.call());
    Providers.ends(world);
  }

  private SipMessage received(SimulatedPhone phone, String number) {
    phone.dials(number);
    world.advanceUntil(() -> Talk.rings(provider), 20);
    return provider.call().received();
  }

  private void arranged(EmergencyPlan plan, boolean takes) {
    Trunk trunk = Providers.trunk("berlin", Providers.BERLIN);
    world.arranges(
        Providers.by(Providers.with(trunk, trunk.channels(), takes)).emergency(plan).done());
    Providers.comeUp(world);
  }

  private static EmergencyLocation place(String name, String network) {
    return who(name, List.of(network), List.of(), List.of());
  }

  private static EmergencyLocation who(
      String name, List<String> networks, List<String> phones, List<String> users) {
    return new EmergencyLocation(
        name,
        new CivicAddress("DE", "", "Berlin", "10115", "Invalidenstraße", "44", "", "2", ""),
        "Gate 3",
        null,
        networks.stream().map(IpNetwork::of).toList(),
        phones,
        users,
        "+4930555");
  }

  private static String name(SipMessage invite) throws Exception {
    return civic(located(invite), "NAM");
  }

  private static String civic(Document location, String element) {
    return location.getElementsByTagNameNS(CIVIC, element).item(0).getTextContent();
  }

  /** The location object within the body, as a reader of XML sees it. */
  private static Document located(SipMessage invite) throws Exception {
    String body = new String(invite.body(), StandardCharsets.UTF_8);
    int from = body.indexOf("<?xml");
    String xml = body.substring(from, body.indexOf("</presence>") + "</presence>".length());
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    return factory
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
  }
}
