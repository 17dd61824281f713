package org.belfry.provisioning.catalogue;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who made a phone. The makers' prefixes are those seen in public DHCP templates and manuals; a
 * maker has more of them, so a foreign prefix says nothing against a phone.
 */
public enum Brand {
  YEALINK(
      "Yealink", "001565", "805ec0", "805e0c", "249ad8", "44dbd2", "644f56", "ec1da9", "3497d7",
      "b061a9", "c4fc22", "f01653", "e434d7"),
  SNOM("Snom", "000413"),
  POLY("Poly", "0004f2", "64167f", "482567"),
  GRANDSTREAM("Grandstream", "000b82", "c074ad", "ec74d7"),
  CISCO("Cisco"),
  FANVIL("Fanvil", "00a859", "0c383e"),
  LINPHONE("Linphone"),
  ACROBITS("Acrobits"),
  ZOIPER("Zoiper");

  private final String shown;
  private final List<String> makers;

  Brand(String shown, String... makers) {
    this.shown = shown;
    this.makers = List.of(makers);
  }

  /** As the maker writes it. */
  public String shown() {
    return shown;
  }

  /** The word in the API: {@code yealink}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** True for programs: they have no MAC address, no keys to lay out and no DHCP. */
  public boolean soft() {
    return this == LINPHONE || this == ACROBITS || this == ZOIPER;
  }

  /**
   * The brand of this word, without regard to case; also Polycom and Groundwire. Null for others.
   */
  public static @Nullable Brand of(@Nullable String word) {
    String key = word == null ? "" : word.strip().toLowerCase(Locale.ROOT);
    for (Brand brand : values()) {
      if (brand.word().equals(key)) {
        return brand;
      }
    }
    return switch (key) {
      case "polycom" -> POLY;
      case "groundwire" -> ACROBITS;
      default -> null;
    };
  }

  /** By the maker's prefix; null when it is not known here. */
  public static @Nullable Brand of(Mac mac) {
    for (Brand brand : values()) {
      if (brand.makers.contains(mac.maker())) {
        return brand;
      }
    }
    return null;
  }
}
