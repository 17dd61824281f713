package org.belfry.pbx.guard;

import static org.assertj.core.api.Assertions.assertThat;

import org.belfry.pbx.Messages;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.SipRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OverloadTest {

  @Test
  void betweenTheMarksALaneStaysAsItIs() {
    Overload overload = new Overload(1000);
    assertThat(overload.sheds(0.7, 10)).isFalse();
    assertThat(overload.sheds(0.81, 10)).isTrue();
    assertThat(overload.sheds(0.6, 10)).isTrue();
    assertThat(overload.sheds(0.5, 10)).isTrue();
    assertThat(overload.sheds(0.49, 10)).isFalse();
    assertThat(overload.sheds(0.7, 10)).isFalse();
  }

  @Test
  void transactionsHaveTheirMarksToo() {
    Overload overload = new Overload(1000);
    assertThat(overload.sheds(0, 1000)).isFalse();
    assertThat(overload.sheds(0, 1001)).isTrue();
    assertThat(overload.sheds(0, 950)).isTrue();
    assertThat(overload.sheds(0, 899)).isFalse();
    assertThat(overload.sheds(0, 950)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sip:112@pbx.example",
        "sip:911@pbx.example;user=phone",
        "tel:110",
        "urn:service:sos",
        "urn:service:sos.fire",
        "URN:service:sos"
      })
  void aCallForHelpIsAnEmergency(String uri) {
    assertThat(Emergency.is(Messages.request(Method.INVITE, uri).done())).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "Priority, emergency, true",
    "Priority, Emergency, true",
    "Priority, urgent, false",
    "Resource-Priority, esnet.1, true",
    "Resource-Priority, 'dsn.flash', false",
    "Subject, emergency, false"
  })
  void whatSaysOfItselfThatItIsOneIsAnEmergency(String name, String value, boolean emergency) {
    SipRequest request =
        Messages.request(Method.MESSAGE, "sip:1002@pbx.example")
            .add(HeaderName.of(name), value)
            .done();
    assertThat(Emergency.is(request)).isEqualTo(emergency);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"sip:1002@pbx.example", "sip:112", "sip:1122@pbx.example", "urn:service:so"})
  void otherCallsAreNone(String uri) {
    assertThat(Emergency.is(Messages.request(Method.INVITE, uri).done())).isFalse();
  }

  @Test
  void registeringAnEmergencyNumberIsNone() {
    assertThat(Emergency.is(Messages.request(Method.REGISTER, "sip:112@pbx.example").done()))
        .isFalse();
  }
}
