package org.belfry.appliance.certificates;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.belfry.appliance.acme.AcmeFailure;
import org.belfry.pbx.admin.AcmeAdmin.Reason;
import org.belfry.pbx.sip.AddressText;

/**
 * Looks up a name that an authority could not validate, to say more than it does: whether it leads
 * to us.
 */
final class NameLook {
  private final Lookup lookup;
  private final Set<InetAddress> ours;

  /** Where names are looked up. */
  @FunctionalInterface
  interface Lookup {
    /**
     * @throws UnknownHostException when the name has no address
     */
    InetAddress[] of(String name) throws UnknownHostException;
  }

  /**
   * @param ours our public addresses; empty when they are not known
   */
  NameLook(Lookup lookup, Set<InetAddress> ours) {
    this.lookup = lookup;
    this.ours = ours;
  }

  /** The failure, with a nearer reason if there is one. */
  AcmeFailure explain(AcmeFailure failure) {
    String name = failure.name();
    boolean aboutConnecting =
        failure.reason() == Reason.NO_CONNECTION || failure.reason() == Reason.WRONG_ANSWER;
    if (name == null || !aboutConnecting) {
      return failure;
    }
    try {
      InetAddress[] found = lookup.of(name);
      List<String> texts = new ArrayList<>();
      for (InetAddress each : found) {
        if (ours.contains(each) || each.isAnyLocalAddress() || each.isLoopbackAddress()) {
          return failure; // a name server of this machine may answer so for its own name
        }
        texts.add(AddressText.of(each));
      }
      return ours.isEmpty() ? failure : failure.because(Reason.ELSEWHERE, String.join(", ", texts));
    } catch (UnknownHostException e) {
      return failure; // the authority found it; the name server here may not know public names
    }
  }
}
