package org.belfry.provisioning.vendor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.belfry.provisioning.catalogue.Brand;
import org.belfry.provisioning.profile.Key;
import org.belfry.provisioning.profile.PhoneProfile;
import org.belfry.provisioning.profile.ProfileFile;

/** What a phone gets: a pure function of its profile. */
public final class Profiles {
  /** Overrides of one phone. */
  public static final int OVERRIDES_MAX = 200;

  private static final int WORD_MAX = 100;

  /** As {@code account.1.label}, {@code fkey[3].label} or {@code P47}. */
  private static final Pattern WORD =
      Pattern.compile(
          "[A-Za-z_][A-Za-z0-9_-]*(\\[[0-9]{1,3}\\])?(\\.[A-Za-z0-9_-]+(\\[[0-9]{1,3}\\])?)*");

  private static final String DOTS = "••••••••";

  private Profiles() {}

  /** All files of a phone, the one with its passwords first. */
  public static List<ProfileFile> files(PhoneProfile phone) {
    Vendor vendor = vendor(phone.model().brand());
    return vendor.files(phone, vendor.words(phone).with(phone.overrides()));
  }

  /** The file that it asks for by this name, without regard to case. */
  public static Optional<ProfileFile> file(PhoneProfile phone, String name) {
    Optional<ProfileFile> own =
        files(phone).stream().filter(file -> file.name().equalsIgnoreCase(name)).findFirst();
    return own.isEmpty() && phone.model().brand() == Brand.YEALINK
        ? YealinkFiles.common(name)
        : own;
  }

  /** What the phone is told to fetch: its directory, or the first file in it. */
  public static String address(PhoneProfile phone) {
    return address(phone.model().brand(), phone.digits(), phone.url());
  }

  /**
   * The same of a phone that has no files yet.
   *
   * @param digits of its MAC address; empty for a program
   * @param url the secret directory, ending in a slash
   */
  public static String address(Brand brand, String digits, String url) {
    return url + vendor(brand).entry(digits);
  }

  /** The words that decide what a phone has, as an expert overrides them. */
  public static Map<String, String> words(PhoneProfile phone) {
    return vendor(phone.model().brand()).words(phone).with(phone.overrides());
  }

  /** The Event of the NOTIFY that has a phone fetch its files again. */
  public static String checkSync(Brand brand, boolean restart) {
    return vendor(brand).checkSync(restart);
  }

  /**
   * Everything about a profile that cannot be, by the field to blame: a setting's word, {@code
   * keys[3]}, {@code overrides[word]}, {@code lines}.
   */
  public static Map<String, String> problems(PhoneProfile phone) {
    Map<String, String> problems = new LinkedHashMap<>();
    phone
        .settings()
        .problems()
        .forEach((setting, why) -> problems.put("settings." + setting.word(), why));
    if (phone.lines().size() > phone.model().lines()) {
      problems.put(
          "lines", "a " + phone.model().name() + " has only " + phone.model().lines() + " lines");
    }
    List<Key> keys = phone.keys();
    for (int i = 0; i < keys.size(); i++) {
      String why = keys.get(i).problem();
      if (why == null && keys.get(i).line() > phone.lines().size()) {
        why = "the phone does not have this line";
      }
      if (why != null) {
        problems.put("keys[" + (i + 1) + "]", why);
      }
    }
    phone
        .overrides()
        .forEach((word, value) -> {
          if (word.length() > WORD_MAX
              || !WORD.matcher(word).matches()
              || value.length() > 500
              || value.chars().anyMatch(Character::isISOControl)) {
            problems.put(
                "overrides[" + word + "]",
                "must be a word of the brand and a value of one line with 500 characters at most");
          }
        });
    return problems;
  }

  /**
   * The text of a file with dots for these, as it is for people; XML writes some signs otherwise.
   */
  public static String shown(ProfileFile file, Collection<String> secrets) {
    String text = file.text();
    for (String secret : secrets) {
      if (!secret.isEmpty()) {
        text = text.replace(secret, DOTS).replace(Xml.text(secret), DOTS);
      }
    }
    return text;
  }

  private static Vendor vendor(Brand brand) {
    return switch (brand) {
      case YEALINK -> new YealinkFiles();
      case SNOM -> new SnomFiles();
      case POLY -> new PolyFiles();
      case GRANDSTREAM -> new GrandstreamFiles();
      case CISCO -> new CiscoFiles();
      case FANVIL -> new FanvilFiles();
      case LINPHONE -> new LinphoneFiles();
      case ACROBITS -> new AcrobitsFiles();
      case ZOIPER -> new ZoiperFiles();
    };
  }

  /** Names of the files of a phone, for people. */
  public static List<String> names(PhoneProfile phone) {
    List<String> names = new ArrayList<>();
    files(phone).forEach(file -> names.add(file.name()));
    return names;
  }
}
