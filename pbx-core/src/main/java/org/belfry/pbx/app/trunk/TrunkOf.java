package org.belfry.pbx.app.trunk;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.belfry.pbx.directory.Trunk;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Transport;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.SipRequest;
import org.jspecify.annotations.Nullable;

/**
 * Which trunk a request comes from, if it comes from one. It does when it is sent to the Contact
 * that only the provider was told, or comes from an address of the trunk or from the server that we
 * use; then the number that it is for tells trunks at one provider apart. That it names a number or
 * an account of a trunk proves nothing.
 *
 * <p>For any thread.
 */
public final class TrunkOf {
  private final TrunkToken tokens;
  private final Function<String, @Nullable Hop> serverInUse;
  private volatile Known known = new Known(Map.of(), Map.of(), List.of());

  /** What is looked for, made once for each snapshot. */
  private record Known(
      Map<String, Trunk> trunks, Map<String, Trunk> byToken, List<Trunk> inOrder) {}

  /**
   * @param serverInUse of the trunk with this name, or null
   */
  public TrunkOf(TrunkToken tokens, Function<String, @Nullable Hop> serverInUse) {
    this.tokens = tokens;
    this.serverInUse = serverInUse;
  }

  /** What made it known. */
  public enum By {
    /** It was sent to the Contact that we registered. */
    CONTACT,
    /** It comes from an address of the trunk's, or from the server that we use. */
    ADDRESS
  }

  /**
   * @param called the number that was called, as the provider writes it; empty when it says none
   */
  public record Found(Trunk trunk, By by, String called) {}

  /**
   * @param trunks by name, of the directory snapshot
   * @return null for a request that is not believed to be of any trunk
   */
  public @Nullable Found of(SipRequest request, Hop from, Map<String, Trunk> trunks) {
    if (trunks.isEmpty()) {
      return null;
    }
    Known now = known;
    if (now.trunks != trunks) {
      now = learn(trunks);
      known = now;
    }
    String user = request.uri().user();
    Trunk byContact = user == null ? null : now.byToken.get(user);
    if (byContact != null) {
      if (byContact.secured() && from.transport() != Transport.TLS) {
        return null; // who read the Contact on a way without TLS is not the provider
      }
      return new Found(byContact, By.CONTACT, behindContact(request, byContact));
    }
    if (user != null && TrunkToken.looksLikeOne(user)) {
      return null; // made up, or of a trunk that is no more
    }
    Trunk first = null;
    for (Trunk trunk : now.inOrder) {
      if (isAt(trunk, from)) {
        if (isFor(trunk, user) || isFor(trunk, toUser(request))) {
          return new Found(trunk, By.ADDRESS, called(request, trunk));
        }
        first = first == null ? trunk : first;
      }
    }
    return first == null ? null : new Found(first, By.ADDRESS, called(request, first));
  }

  /**
   * The trunk that calls with this Contact of ours go by.
   *
   * @param trunks by name, of the directory snapshot
   */
  Optional<Trunk> trunkOfContact(String contactUser, Map<String, Trunk> trunks) {
    return trunks.values().stream()
        .filter(trunk -> trunk.enabled() && tokens.of(trunk.name()).equals(contactUser))
        .findFirst();
  }

  private Known learn(Map<String, Trunk> trunks) {
    List<Trunk> inOrder = new ArrayList<>(trunks.values());
    inOrder.removeIf(trunk -> !trunk.enabled());
    inOrder.sort(Comparator.comparing(Trunk::name));
    Map<String, Trunk> byToken = new HashMap<>();
    for (Trunk trunk : inOrder) {
      if (trunk.registers()) {
        byToken.put(tokens.of(trunk.name()), trunk);
      }
    }
    return new Known(trunks, byToken, inOrder);
  }

  boolean isAt(Trunk trunk, Hop from) {
    InetAddress address = from.remote().getAddress();
    if (address == null || (trunk.secured() && from.transport() != Transport.TLS)) {
      return false;
    }
    if (trunk.addresses().contains(address)) {
      return true;
    }
    Hop server = trunk.registers() ? serverInUse.apply(trunk.name()) : null;
    return server != null && address.equals(server.remote().getAddress());
  }

  private static boolean isFor(Trunk trunk, @Nullable String user) {
    return user != null && (user.equals(trunk.username()) || sameNumber(user, trunk.number()));
  }

  private static boolean sameNumber(String user, @Nullable String number) {
    if (number == null) {
      return false;
    }
    String digits = number.startsWith("+") ? number.substring(1) : number;
    return !digits.isEmpty() && (user.startsWith("+") ? user.substring(1) : user).equals(digits);
  }

  /** The Request-URI says our Contact; what was dialled stands in To (RFC 3261 §8.1.1.2). */
  private static String behindContact(SipRequest request, Trunk trunk) {
    String to = toUser(request);
    return to == null || to.isEmpty() ? mainNumber(trunk) : to;
  }

  private static String called(SipRequest request, Trunk trunk) {
    String user = request.uri().user();
    // Sent to the account: the number is in To, as behind a Contact.
    return user == null || user.isEmpty() || user.equals(trunk.username())
        ? behindContact(request, trunk)
        : user;
  }

  private static String mainNumber(Trunk trunk) {
    return trunk.number() == null ? "" : trunk.number();
  }

  private static @Nullable String toUser(SipRequest request) {
    return Grammar.nameAddr(request.mandatory(HeaderName.TO)).uri().user();
  }
}
