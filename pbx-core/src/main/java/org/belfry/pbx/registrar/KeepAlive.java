package org.belfry.pbx.registrar;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.Transport;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.HostAddress;

/**
 * Which phones on UDP are asked by OPTIONS whether they are still there. It keeps the binding of
 * the NAT between us open, and a phone that has lost its power does not stay in the list until its
 * registration expires. Phones on connections are watched by the connection.
 *
 * @param who which phones
 * @param interval between two questions; less than the 30 s after which many NATs forget UDP
 * @param misses unanswered questions in a row after which the phone counts as gone
 */
public record KeepAlive(Who who, Duration interval, int misses) {

  /** Which phones are asked. */
  public enum Who {
    NOBODY,
    /** Phones whose address differs from their Contact. */
    BEHIND_NAT,
    EVERYBODY
  }

  /** What the manual says. */
  public static final KeepAlive DEFAULT = new KeepAlive(Who.BEHIND_NAT, Duration.ofSeconds(25), 3);

  public KeepAlive {
    if (interval.compareTo(Duration.ofSeconds(1)) < 0 || misses < 1) {
      throw new IllegalArgumentException("keep-alive needs a second or more, and a limit");
    }
  }

  /** True when this phone is asked. */
  public boolean covers(Binding binding) {
    if (binding.hop().transport() != Transport.UDP || !binding.path().isEmpty()) {
      return false;
    }
    return switch (who) {
      case NOBODY -> false;
      case EVERYBODY -> true;
      case BEHIND_NAT -> behindNat(binding);
    };
  }

  /** True when one of them is asked. */
  public boolean needed(BindingTable table) {
    if (who == Who.NOBODY) {
      return false;
    }
    for (Binding binding : table.bindings()) {
      if (covers(binding)) {
        return true;
      }
    }
    return false;
  }

  /** How far questions are spread, in milliseconds. */
  public int jitterMs() {
    return (int) Math.min(5000, interval.toMillis() / 4);
  }

  private static boolean behindNat(Binding binding) {
    SipUri contact = Grammar.uri(binding.contact());
    InetSocketAddress remote = binding.hop().remote();
    return contact.portOr(5060) != remote.getPort()
        || !HostAddress.spells(contact.host(), remote.getAddress());
  }
}
