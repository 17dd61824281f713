package org.belfry.pbx.directory;

import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.belfry.pbx.sip.IpNetwork;
import org.jspecify.annotations.Nullable;

/**
 * Where a caller is, and how that is known: by the phone, else by the network it speaks from, else
 * by what is said of the user, else by what holds for the site.
 *
 * @param location null when it is not known
 * @param by how it is known
 * @param detail the phone's MAC address, the network or the extension; empty for the others
 * @param note further words about the user's place, or empty
 */
public record Whereabouts(@Nullable EmergencyLocation location, By by, String detail, String note) {
  public static final Whereabouts UNKNOWN = new Whereabouts(null, By.NOTHING, "", "");

  /** How it is known. */
  public enum By {
    PHONE,
    NETWORK,
    USER,
    SITE,
    NOTHING
  }

  /**
   * What a call says of the phone that makes it.
   *
   * @param address that it speaks from
   * @param names User-Agent, instance and whatever else may contain its MAC address
   */
  public record Device(@Nullable InetAddress address, List<String> names) {
    public Device {
      names = List.copyOf(names);
    }

    private boolean is(String mac) {
      return names.stream()
          .anyMatch(name ->
              name.replace(":", "").replace("-", "").toLowerCase(Locale.ROOT).contains(mac));
    }
  }

  /**
   * @param user who calls, or null
   * @param device what the call comes from; null when an application calls in the user's name
   */
  public static Whereabouts of(EmergencyPlan plan, @Nullable User user, @Nullable Device device) {
    if (device != null) {
      for (EmergencyLocation each : plan.locations().values()) {
        for (String mac : each.phones()) {
          if (device.is(mac)) {
            return new Whereabouts(each, By.PHONE, mac, "");
          }
        }
      }
      Whereabouts there = byNetwork(plan, device.address());
      if (there != null) {
        return there;
      }
    }
    String note = user == null || user.settings().location() == null ? "" : said(user);
    if (user != null) {
      EmergencyLocation home = plan.homes().get(user.id());
      if (home == null) {
        home =
            plan.locations().values().stream()
                .filter(each -> each.users().contains(user.extension()))
                .min(Comparator.comparing(EmergencyLocation::name))
                .orElse(null);
      }
      if (home != null) {
        return new Whereabouts(home, By.USER, user.extension(), note);
      }
    }
    EmergencyLocation usual = plan.usual() == null ? null : plan.locations().get(plan.usual());
    return usual == null
        ? new Whereabouts(null, By.NOTHING, "", note)
        : new Whereabouts(usual, By.SITE, "", note);
  }

  private static String said(User user) {
    String location = user.settings().location();
    return location == null ? "" : location;
  }

  /** The closest network counts. */
  private static @Nullable Whereabouts byNetwork(
      EmergencyPlan plan, @Nullable InetAddress address) {
    EmergencyLocation found = null;
    IpNetwork closest = null;
    for (EmergencyLocation each : plan.locations().values()) {
      for (IpNetwork network : each.networks()) {
        if (network.contains(address) && (closest == null || network.bits() > closest.bits())) {
          found = each;
          closest = network;
        }
      }
    }
    return found == null || closest == null
        ? null
        : new Whereabouts(found, By.NETWORK, closest.toString(), "");
  }

  /** Whether there is anything to tell. */
  public boolean known() {
    return location != null || !note.isEmpty();
  }

  /** In one line; empty when nothing is known. */
  public String text() {
    EmergencyLocation place = location;
    return place == null ? note : place.text() + (note.isEmpty() ? "" : "; " + note);
  }

  /** How it is known, in a few English words for logs. */
  public String how() {
    return switch (by) {
      case PHONE -> "by the phone " + detail;
      case NETWORK -> "by the network " + detail;
      case USER -> "by the user " + detail;
      case SITE -> "by the site's default";
      case NOTHING -> "by nothing";
    };
  }
}
