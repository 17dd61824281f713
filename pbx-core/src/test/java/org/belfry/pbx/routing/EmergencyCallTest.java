package org.belfry.pbx.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.belfry.pbx.Messages;
import org.belfry.pbx.directory.DialPlan;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.SipRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmergencyCallTest {
  private final DialIndex index = index(Set.of("144"), new GermanNumbers());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sip:112@pbx.example",
        "sip:144@pbx.example;user=phone",
        "tel:110",
        "urn:service:sos",
        "urn:service:sos.fire",
        "URN:service:sos"
      })
  void anEmergencyCallIsOne(String uri) {
    assertThat(EmergencyCall.is(Messages.request(Method.INVITE, uri).done(), index)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sip:1002@pbx.example",
        "sip:112",
        "sip:1122@pbx.example",
        "sip:112@elsewhere.example",
        "sip:911@pbx.example",
        "urn:service:so",
        "urn:service:counseling"
      })
  void otherCallsAreNone(String uri) {
    assertThat(EmergencyCall.is(Messages.request(Method.INVITE, uri).done(), index)).isFalse();
  }

  /** Else whoever has a password, or none, passes every limit by a word. */
  @ParameterizedTest
  @CsvSource({"Priority, emergency", "Resource-Priority, esnet.1", "Subject, emergency"})
  void whatSaysOfItselfThatItIsOneIsNone(String name, String value) {
    SipRequest request =
        Messages.request(Method.INVITE, "sip:1002@pbx.example")
            .add(HeaderName.of(name), value)
            .done();
    assertThat(EmergencyCall.is(request, index)).isFalse();
  }

  @Test
  void registeringAnEmergencyNumberIsNone() {
    SipRequest request = Messages.request(Method.REGISTER, "sip:112@pbx.example").done();
    assertThat(EmergencyCall.is(request, index)).isFalse();
  }

  @Test
  void theServiceHasTheNumberForAllServicesElseTheSitesOwn() {
    assertThat(index.emergencyServiceNumber()).isEqualTo("112");
    assertThat(index(Set.of("144", "133"), Numbers.NONE).emergencyServiceNumber()).isEqualTo("133");
    DialIndex none = index(Set.of(), Numbers.NONE);
    assertThat(none.emergencyServiceNumber()).isNull();
    SipRequest sos = Messages.request(Method.INVITE, "urn:service:sos").done();
    assertThat(EmergencyCall.is(sos, none)).isFalse();
    assertThat(EmergencyCall.numbered(sos, index).uriText()).isEqualTo("sip:112@pbx.example");
  }

  private static DialIndex index(Set<String> numbers, Numbers world) {
    DialPlan plan = DialPlan.EMPTY.edit().country("DE").emergencyNumbers(numbers).done();
    return DialIndex.of(
        Directory.of(1, "pbx.example", Set.of("pbx.example"), List.of(), List.of(), plan), world);
  }
}
