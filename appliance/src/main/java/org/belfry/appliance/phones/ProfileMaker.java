package org.belfry.appliance.phones;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.pbx.admin.PhoneAdmin.PlacedKey;
import org.belfry.pbx.directory.FeatureCode;
import org.belfry.pbx.directory.User;
import org.belfry.provisioning.catalogue.Firmware;
import org.belfry.provisioning.profile.DirectoryAccess;
import org.belfry.provisioning.profile.Key;
import org.belfry.provisioning.profile.KeyLayout;
import org.belfry.provisioning.profile.PhoneProfile;
import org.belfry.provisioning.profile.SipAccount;
import org.belfry.provisioning.profile.SipTransport;
import org.belfry.provisioning.settings.Layer;
import org.belfry.provisioning.settings.Layers;
import org.belfry.provisioning.settings.Layers.Entry;
import org.belfry.provisioning.settings.Setting;
import org.belfry.provisioning.settings.Settings;
import org.belfry.provisioning.vendor.Profiles;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Puts together what a phone's files are made of: the phone, its users, the site, the layers. */
@Component
class ProfileMaker {
  /** Parking slots that get a key where there is room: the code with 1 to this behind it. */
  private static final int SLOTS = 3;

  private final Phones phones;
  private final DirectoryStore directory;
  private final PhoneUsers people;
  private final Surroundings surroundings;
  private volatile Tags tags = new Tags(new Object(), new Object(), Map.of());

  /**
   * The tags of phones' files, for as long as nothing has changed that is in them.
   *
   * @param phones the snapshot of phones and layers that they are of
   * @param people the snapshot of the directory
   */
  private record Tags(Object phones, Object people, Map<Long, Tag> known) {}

  /** What else is in the files, and the tag. */
  private record Tag(@Nullable String firmware, @Nullable DirectoryAccess ldap, String tag) {}

  ProfileMaker(
      Phones phones, DirectoryStore directory, PhoneUsers people, Surroundings surroundings) {
    this.phones = phones;
    this.directory = directory;
    this.people = people;
    this.surroundings = surroundings;
  }

  /**
   * What stands for the file with a phone's accounts as it would get it now, or null when it gets
   * none. Lists and the watch for changes ask this of all phones again and again, so it is kept;
   * the files are not, for they have passwords.
   */
  @Nullable String tag(Phone phone) {
    Object snapshot = phones.snapshot();
    PhoneUsers.Index index = people.now();
    Tags now = tags;
    if (now.phones() != snapshot || now.people() != index) {
      now = new Tags(snapshot, index, new ConcurrentHashMap<>());
      tags = now;
    }
    String firmware = phones.fetched(phone.id()).firmware();
    DirectoryAccess ldap = surroundings.ldap();
    Tag known = now.known().get(phone.id());
    if (known != null
        && Objects.equals(known.firmware(), firmware)
        && Objects.equals(known.ldap(), ldap)) {
      return known.tag();
    }
    PhoneProfile profile = profile(phone);
    if (profile == null) {
      return null;
    }
    Tag fresh = new Tag(firmware, ldap, Profiles.files(profile).getFirst().tag());
    if (phone.equals(phones.byId(phone.id()).orElse(null))) { // not one that is only being examined
      now.known().put(phone.id(), fresh);
    }
    return fresh.tag();
  }

  /** What the phone is told to fetch: a secret. Of one that gets nothing, where it will be. */
  String address(Phone phone) {
    String digits = phone.mac() == null ? "" : phone.mac().digits();
    return Profiles.address(phone.model().brand(), digits, surroundings.directory(phone));
  }

  /** Whether what it fetched last is what it would get now; so is a phone that gets nothing. */
  boolean upToDate(Phone phone) {
    String tag = tag(phone);
    return tag == null || tag.equals(phones.fetched(phone.id()).tag());
  }

  /** The settings that hold for a phone, with where they are from. */
  Settings settings(Phone phone) {
    List<Entry> entries = new ArrayList<>();
    Map<Setting, String> site = surroundings.defaults(directory.current());
    entries.add(new Entry(Layer.BUILT_IN, "", site));
    entries.add(
        new Entry(Layer.BUILT_IN, "", Map.of(Setting.ADMIN_PASSWORD, phone.adminPassword())));
    entries.addAll(phones.layersOf(phone));
    return new Layers(entries).resolve();
  }

  /** Null for a phone of nobody: it gets no files. */
  @Nullable PhoneProfile profile(Phone phone) {
    PhoneUsers.Index index = people.now();
    Settings settings = settings(phone);
    List<SipAccount> lines = new ArrayList<>();
    List<User> users = new ArrayList<>();
    for (User user : index.users(phone)) {
      SipAccount line = account(user, settings);
      if (line != null) {
        lines.add(line);
        users.add(user);
      }
    }
    if (lines.isEmpty()) {
      return null;
    }
    Firmware firmware = Firmware.read(phones.fetched(phone.id()).firmware());
    return new PhoneProfile(
        phone.mac(),
        phone.model(),
        firmware,
        lines,
        surroundings.realm(),
        keys(phone, users, index),
        settings,
        surroundings.directory(phone),
        surroundings.ldap(),
        phone.wishes().overrides());
  }

  private @Nullable SipAccount account(User user, Settings settings) {
    SipTransport wanted =
        SipTransport.valueOf(settings.text(Setting.TRANSPORT).toUpperCase(Locale.ROOT));
    SipTransport transport = surroundings.port(wanted) < 0 ? SipTransport.UDP : wanted;
    String password = directory.sipPassword(user.id());
    return password == null
        ? null
        : new SipAccount(
            user.extension(),
            password,
            surroundings.domain(),
            surroundings.host(),
            surroundings.port(transport),
            transport,
            user.name());
  }

  /** What somebody placed, by the key's number. */
  static Map<Integer, Key> placed(Phone phone) {
    Map<Integer, Key> placed = new TreeMap<>();
    for (PlacedKey each : phone.wishes().keys()) {
      placed.put(
          each.key(),
          new Key(
              Key.Kind.valueOf(each.kind().toUpperCase(Locale.ROOT).replace('-', '_')),
              each.line() == null ? 1 : each.line(),
              Objects.requireNonNullElse(each.value(), ""),
              Objects.requireNonNullElse(each.label(), "")));
    }
    return placed;
  }

  private static List<Key> keys(Phone phone, List<User> users, PhoneUsers.Index index) {
    List<Key> lines = new ArrayList<>();
    for (int n = 1; n <= users.size(); n++) {
      lines.add(Key.line(n, users.get(n - 1).extension()));
    }
    List<Key> offered = new ArrayList<>();
    for (User colleague : index.colleagues(users.getFirst())) {
      offered.add(Key.lamp(colleague.extension(), label(colleague.name())));
    }
    index.directory().dialPlan().features().entrySet().stream()
        .filter(code -> code.getValue() == FeatureCode.PARK)
        .findFirst()
        .ifPresent(code -> {
          for (int slot = 1; slot <= SLOTS; slot++) {
            offered.add(Key.park(code.getKey() + slot, "P" + slot));
          }
        });
    Map<Integer, Key> placed = placed(phone);
    // The user of a line may have left since: the templates know no such line.
    placed.values().removeIf(key -> key.line() > users.size());
    return KeyLayout.of(phone.model().keys(), lines, placed, offered);
  }

  private static String label(String name) {
    return name.length() <= 40 ? name : name.substring(0, 40);
  }
}
