package org.belfry.provisioning.vendor;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.belfry.provisioning.catalogue.Brand;
import org.belfry.provisioning.catalogue.Catalogue;
import org.belfry.provisioning.catalogue.Firmware;
import org.belfry.provisioning.catalogue.Mac;
import org.belfry.provisioning.catalogue.Model;
import org.belfry.provisioning.profile.DirectoryAccess;
import org.belfry.provisioning.profile.Key;
import org.belfry.provisioning.profile.KeyLayout;
import org.belfry.provisioning.profile.PhoneProfile;
import org.belfry.provisioning.profile.SipAccount;
import org.belfry.provisioning.profile.SipTransport;
import org.belfry.provisioning.settings.Layer;
import org.belfry.provisioning.settings.Layers;
import org.belfry.provisioning.settings.Setting;
import org.belfry.provisioning.settings.Settings;

/** Phones as tests want them. */
final class SamplePhones {
  static final String URL = "https://pbx.example.com:8443/p/Zr7mK2xWq9LbT4yC8vNd5A/";
  private static final Map<Brand, String> MACS =
      Map.of(
          Brand.YEALINK, "805ec0123456",
          Brand.SNOM, "000413aabbcc",
          Brand.POLY, "64167f0a0b0c",
          Brand.GRANDSTREAM, "c074ad123456",
          Brand.CISCO, "001122aabbcc",
          Brand.FANVIL, "0c383e123456");

  private SamplePhones() {}

  static Model model(Brand brand, String name) {
    return Catalogue.model(brand, name).orElseThrow();
  }

  /** One line over UDP, as it is when an administrator has chosen nothing but a user. */
  static PhoneProfile plain(Model model, String firmware) {
    return new PhoneProfile(
        mac(model),
        model,
        Firmware.read(firmware),
        List.of(account("1001", "Alice Berger", SipTransport.UDP, 5060)),
        "belfry",
        KeyLayout.of(model.keys(), List.of(Key.line(1, "1001")), Map.of(), List.of()),
        settings(Map.of()),
        URL,
        null,
        Map.of());
  }

  /** One line over TLS with encrypted sound. */
  static PhoneProfile secure(Model model, String firmware) {
    return phone(
        model,
        firmware,
        List.of(account("1001", "Alice Berger", SipTransport.TLS, 5061)),
        List.of(),
        Map.of(Setting.TRANSPORT, "tls", Setting.SRTP, "required"),
        null);
  }

  /** Keys of every kind, of two lines where it has two, with one that is kept free. */
  static PhoneProfile lamps(Model model, String firmware) {
    return phone(
        model,
        firmware,
        lines(model, SipTransport.UDP, 5060, "Alice Berger"),
        OFFERED,
        Map.of(),
        null);
  }

  /** As where nobody but the administrator is to change anything, in a network of its own. */
  static PhoneProfile locked(Model model, String firmware) {
    return phone(
        model,
        firmware,
        List.of(account("1001", "Alice Berger", SipTransport.UDP, 5060)),
        List.of(),
        Map.of(
            Setting.ADMIN_PASSWORD, "pX7kQ2mZ9w",
            Setting.VLAN, "42",
            Setting.DIRECTORY, "off",
            Setting.REFRESH, "60",
            Setting.KEEP_ALIVE, "0"),
        null);
  }

  /** Everything there is: TLS, encryption, German, LDAP, VLAN, lamps, parking, speed dials. */
  static PhoneProfile full(Model model, String firmware) {
    return phone(
        model,
        firmware,
        lines(model, SipTransport.TLS, 5061, "Jürgen \"Jo\" <Groß> & Co"),
        OFFERED,
        Map.ofEntries(
            Map.entry(Setting.TRANSPORT, "tls"),
            Map.entry(Setting.SRTP, "required"),
            Map.entry(Setting.CODECS, "opus,g722,pcma"),
            Map.entry(Setting.LANGUAGE, "de"),
            Map.entry(Setting.TONES, "de"),
            Map.entry(Setting.TIME_ZONE, "Europe/Berlin"),
            Map.entry(Setting.NTP, "192.0.2.10"),
            Map.entry(Setting.DIRECTORY, "ldap"),
            Map.entry(Setting.RING_INTERNAL, "internal:2"),
            Map.entry(Setting.RING_EXTERNAL, "external:3"),
            Map.entry(Setting.ADMIN_PASSWORD, "pX7kQ2mZ9w"),
            Map.entry(Setting.VLAN, "42")),
        new DirectoryAccess(
            "pbx.example.com",
            10636,
            true,
            "ou=people,dc=belfry",
            "cn=phone,dc=belfry",
            "ldap-Secret7"));
  }

  private static final List<Key> OFFERED =
      List.of(
          Key.lamp("1002", "Bob"),
          Key.lamp("1003", "Carol & Dave"),
          Key.park("701", "Park 1"),
          Key.speedDial("+4930123456", "Taxi"));

  private static PhoneProfile phone(
      Model model,
      String firmware,
      List<SipAccount> lines,
      List<Key> offered,
      Map<Setting, String> settings,
      DirectoryAccess ldap) {
    List<Key> lineKeys = new ArrayList<>();
    for (SipAccount line : lines) {
      String name = line.displayName();
      lineKeys.add(Key.line(lineKeys.size() + 1, name.substring(0, (name + " ").indexOf(' '))));
    }
    Map<Integer, Key> placed =
        !offered.isEmpty() && model.keys() > 6
            ? Map.of(5, new Key(Key.Kind.NONE, 1, "", ""))
            : Map.of();
    return new PhoneProfile(
        mac(model),
        model,
        Firmware.read(firmware),
        lines,
        "belfry",
        KeyLayout.of(model.keys(), lineKeys, placed, offered),
        settings(settings),
        URL,
        ldap,
        Map.of());
  }

  private static List<SipAccount> lines(
      Model model, SipTransport transport, int port, String name) {
    SipAccount first = account("1001", name, transport, port);
    return model.lines() == 1
        ? List.of(first)
        : List.of(first, account("1009", "Front desk", transport, port));
  }

  static Settings settings(Map<Setting, String> ofDevice) {
    Map<Setting, String> values = new EnumMap<>(Setting.class);
    values.putAll(ofDevice);
    return new Layers(List.of(new Layers.Entry(Layer.DEVICE, "", values))).resolve();
  }

  private static Mac mac(Model model) {
    String digits = MACS.get(model.brand());
    return digits == null ? null : new Mac(digits);
  }

  private static SipAccount account(String user, String name, SipTransport transport, int port) {
    return new SipAccount(
        user, "k7QwmZ4xTb9e", "pbx.example.com", "pbx.example.com", port, transport, name);
  }
}
