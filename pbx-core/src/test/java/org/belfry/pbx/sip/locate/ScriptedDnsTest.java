package org.belfry.pbx.sip.locate;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.belfry.pbx.sim.ScriptedDns;

/** The fake keeps the contract. */
class ScriptedDnsTest implements NameServerContract {
  private final ScriptedDns dns =
      new ScriptedDns((delay, task) -> task.run())
          .ttl(Duration.ofSeconds(42))
          .naptr("contract.example", 10, 20, "SIP+D2U", "_sip._udp.contract.example")
          .srv("_sip._udp.contract.example", 1, 10, 5070, "one.contract.example")
          .srv("_sip._udp.contract.example", 1, 30, 5071, "two.contract.example")
          .srv("_sip._udp.contract.example", 2, 0, 5072, "two.contract.example")
          .a("one.contract.example", "192.0.2.1")
          .aaaa("one.contract.example", "2001:db8::1")
          .a("two.contract.example", "192.0.2.2")
          .cname("alias.contract.example", "one.contract.example");

  @Override
  public NameServer.Reply ask(Question question) {
    AtomicReference<NameServer.Reply> reply = new AtomicReference<>();
    dns.ask(question, reply::set);
    return reply.get();
  }
}
