package org.belfry.pbx.sip.locate;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * What finding servers relies on, whoever answers. The zone {@code contract.example} of both: see
 * {@link ScriptedDnsTest} and the dnsmasq of {@link org.belfry.pbx.sip.locate.dns.DnsClientTest}.
 */
public interface NameServerContract {

  /** Asks and waits for the reply. */
  NameServer.Reply ask(Question question);

  private Answer answer(String name, Question.Type type) {
    return ask(new Question(name, type)).answer();
  }

  @Test
  default void recordsOfEachTypeAreRead() {
    assertThat(answer("contract.example", Question.Type.NAPTR))
        .isEqualTo(
            found(new DnsRecord.Naptr(10, 20, "s", "SIP+D2U", "_sip._udp.contract.example")));
    assertThat(answer("_sip._udp.contract.example", Question.Type.SRV))
        .isInstanceOfSatisfying(
            Answer.Found.class,
            f ->
                assertThat(f.records())
                    .containsExactlyInAnyOrder(
                        new DnsRecord.Srv(1, 10, 5070, "one.contract.example"),
                        new DnsRecord.Srv(1, 30, 5071, "two.contract.example"),
                        new DnsRecord.Srv(2, 0, 5072, "two.contract.example")));
    assertThat(answer("one.contract.example", Question.Type.A)).isEqualTo(found(at("192.0.2.1")));
    assertThat(answer("one.contract.example", Question.Type.AAAA))
        .isEqualTo(found(at("2001:db8::1")));
  }

  @Test
  default void namesAreTheSameInWhateverCase() {
    assertThat(answer("ONE.Contract.EXAMPLE.", Question.Type.A)).isEqualTo(found(at("192.0.2.1")));
  }

  @Test
  default void anAliasIsFollowed() {
    assertThat(answer("alias.contract.example", Question.Type.A)).isEqualTo(found(at("192.0.2.1")));
  }

  @Test
  default void whatIsNotThereIsNotThere() {
    assertThat(answer("absent.contract.example", Question.Type.A)).isEqualTo(Answer.None.NONE);
    assertThat(answer("two.contract.example", Question.Type.SRV)).isEqualTo(Answer.None.NONE);
  }

  @Test
  default void anAnswerSaysHowLongItHolds() {
    NameServer.Reply reply = ask(new Question("one.contract.example", Question.Type.A));
    assertThat(reply.ttl()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(42));
  }

  static Answer found(DnsRecord record) {
    return new Answer.Found(java.util.List.of(record));
  }

  static DnsRecord at(String address) {
    return new DnsRecord.Address(InetAddress.ofLiteral(address));
  }
}
