package org.belfry.provisioning.vendor;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.belfry.provisioning.profile.DirectoryAccess;
import org.belfry.provisioning.profile.Key;
import org.belfry.provisioning.profile.PhoneProfile;
import org.belfry.provisioning.profile.SipAccount;
import org.belfry.provisioning.settings.ClockRule;
import org.belfry.provisioning.settings.CountryTones;
import org.belfry.provisioning.settings.Setting;
import org.belfry.provisioning.settings.Settings;

/**
 * What a GXP16xx is told, in P-values, by Grandstream's configuration template for it (in
 * fusionpbx, {@code provision/grandstream/gxp16xx}). Accounts beyond the first have a block of
 * numbers each.
 */
final class GrandstreamNumbers {
  private static final Map<String, String> CODECS =
      Map.of("pcmu", "0", "pcma", "8", "g722", "9", "g729", "18");

  /**
   * What differs between the first account and the others: numbers of the first; offsets of others.
   */
  private record Numbers(
      String on,
      String name,
      String server,
      String user,
      String auth,
      String password,
      String display,
      String expires,
      String voicemail,
      String mwi,
      String transport,
      String srtp,
      String reset,
      String pickup) {

    static Numbers of(int n) {
      if (n == 1) {
        return new Numbers(
            "P271", "P270", "P47", "P35", "P36", "P34", "P3", "P32", "P33", "P99", "P130", "P183",
            "P26015", "P1347");
      }
      String p = "P" + (n + 2);
      return new Numbers(
          p + "01",
          p + "17",
          p + "02",
          p + "04",
          p + "05",
          p + "06",
          p + "07",
          p + "12",
          p + "26",
          p + "15",
          p + "48",
          p + "43",
          "P26" + (n - 1) + "15",
          p + "81");
    }
  }

  Words words(PhoneProfile phone) {
    Settings settings = phone.settings();
    Words words = new Words();
    for (int n = 1; n <= phone.lines().size(); n++) {
      account(words, phone.lines().get(n - 1), settings, Numbers.of(n));
      codecs(words, n, settings.codecs());
    }
    ring(words, "P1488", "P1489", settings.text(Setting.RING_INTERNAL));
    ring(words, "P1490", "P1491", settings.text(Setting.RING_EXTERNAL));
    boolean https = phone.url().startsWith("https:");
    words
        .put("P30", settings.text(Setting.NTP))
        .put("P64", "customize")
        .put("P246", ClockRule.of(settings.zone()).posix())
        .put("P1362", settings.text(Setting.LANGUAGE))
        .put("P52", settings.number(Setting.KEEP_ALIVE) > 0 ? 2 : 0)
        .put("P84", GrandstreamFiles.interval(settings))
        .put("P212", https ? 2 : 1)
        .put("P237", GrandstreamFiles.bare(phone.url()))
        .put("P194", settings.number(Setting.REFRESH) > 0 ? 1 : 0)
        .put("P193", Math.max(60, settings.number(Setting.REFRESH)))
        .put("P1414", settings.is(Setting.PNP, "on") ? 1 : 0)
        .put("P51", settings.number(Setting.VLAN));
    if (!settings.text(Setting.ADMIN_PASSWORD).isEmpty()) {
      words.put("P2", settings.text(Setting.ADMIN_PASSWORD));
    }
    CountryTones tones = CountryTones.of(settings.text(Setting.TONES));
    words
        .put("P343", GrandstreamFiles.tone(tones.dial()))
        .put("P346", GrandstreamFiles.tone(tones.ringback()))
        .put("P348", GrandstreamFiles.tone(tones.busy()));
    directory(words, phone);
    keys(words, phone);
    return words;
  }

  private static void account(Words words, SipAccount line, Settings settings, Numbers p) {
    int transport =
        switch (line.transport()) {
          case UDP -> 0;
          case TCP -> 1;
          case TLS -> 2;
        };
    int srtp =
        switch (settings.text(Setting.SRTP)) {
          case "optional" -> 1;
          case "required" -> 2;
          default -> 0;
        };
    words
        .put(p.on, 1)
        .put(p.name, line.user())
        .put(p.server, line.server())
        .put(p.user, line.user())
        .put(p.auth, line.user())
        .put(p.password, line.password())
        .put(p.display, line.displayName())
        .put(p.expires, GrandstreamFiles.minutes(settings))
        .put(p.voicemail, settings.text(Setting.VOICEMAIL))
        .put(p.mwi, 1)
        .put(p.transport, transport)
        .put(p.srtp, srtp)
        .put(p.reset, 1)
        .put(p.pickup, settings.text(Setting.PICKUP));
  }

  /** Seven places of each account, the last codec repeated; it has no Opus. */
  private static void codecs(Words words, int account, List<String> wanted) {
    List<String> known = wanted.stream().filter(CODECS::containsKey).toList();
    List<String> places =
        account == 1
            ? List.of("P57", "P58", "P59", "P60", "P61", "P62", "P46")
            : IntStream.rangeClosed(51, 57).mapToObj(p -> "P" + (account + 2) + p).toList();
    for (int i = 0; i < places.size(); i++) {
      String codec = known.isEmpty() ? "pcma" : known.get(Math.min(i, known.size() - 1));
      words.put(places.get(i), CODECS.getOrDefault(codec, "8"));
    }
  }

  /** It knows three tones, the first account's rules only. */
  private static void ring(Words words, String rule, String tone, String wanted) {
    if (!wanted.isEmpty()) {
      int colon = wanted.indexOf(':');
      words
          .put(rule, wanted.substring(0, colon))
          .put(tone, Math.min(3, Integer.parseInt(wanted.substring(colon + 1))));
    }
  }

  private static void directory(Words words, PhoneProfile phone) {
    DirectoryAccess ldap = phone.ldap();
    if (phone.settings().is(Setting.DIRECTORY, "ldap") && ldap != null) {
      words
          .put("P8020", ldap.host())
          .put("P8021", ldap.port())
          .put("P8022", ldap.base())
          .put("P8023", ldap.user())
          .put("P8024", ldap.password())
          .put("P8025", "(telephoneNumber=%)")
          .put("P8026", "(cn=%)")
          .put("P8027", 3)
          .put("P8028", "cn sn")
          .put("P8029", "telephoneNumber")
          .put("P8030", "cn");
    } else if (!phone.settings().is(Setting.DIRECTORY, "off")) {
      words
          .put("P330", phone.url().startsWith("https:") ? 3 : 1)
          .put("P331", GrandstreamFiles.bare(phone.url()))
          .put("P332", GrandstreamFiles.PHONEBOOK_MINUTES);
    }
  }

  /**
   * Four numbers a key: what it does, its account from 0, its label, its value. As many keys as
   * there are accounts are line keys, which have no lamp of others: they dial. Behind them are
   * those with a lamp, the eighth in a place of its own.
   */
  private static void keys(Words words, PhoneProfile phone) {
    int lines = phone.model().lines();
    int n = 0;
    for (Key key : phone.keys()) {
      if (n < lines) {
        int does =
            switch (key.kind()) {
              case NONE, LINE -> 0;
              case LAMP, PARK, SPEED_DIAL -> 10;
            };
        key(words, 1363 + 2 * n, does, 1364 + 2 * n, 1465 + 2 * n, key);
      } else {
        int m = n - lines;
        int does =
            switch (key.kind()) {
              case NONE, LINE, SPEED_DIAL -> 0;
              case LAMP -> 1;
              case PARK -> 9;
            };
        int behind = m == 7 ? 354 : 301 + 3 * m;
        key(words, m == 7 ? 353 : 323 + m, does, behind, behind + 1, key);
      }
      n++;
    }
  }

  private static void key(Words words, int mode, int does, int account, int label, Key key) {
    words
        .put("P" + mode, does)
        .put("P" + account, key.line() - 1)
        .put("P" + label, key.label())
        .put("P" + (label + 1), key.value());
  }
}
