package org.belfry.pbx.app.trunk;

/** How a provider writes numbers. Short and emergency numbers are written as they are dialled. */
public enum Writing {
  /** {@code +49301234567} */
  PLUS {
    @Override
    String write(String number, CountryPrefixes site) {
      return number;
    }
  },
  /** {@code 49301234567} */
  PLAIN {
    @Override
    String write(String number, CountryPrefixes site) {
      return number.startsWith("+") ? number.substring(1) : number;
    }
  },
  /** {@code 0301234567} at home, {@code 00442079460018} abroad. */
  NATIONAL {
    @Override
    String write(String number, CountryPrefixes site) {
      if (!number.startsWith("+")) {
        return number;
      }
      String digits = number.substring(1);
      return digits.startsWith(site.code())
          ? site.national() + digits.substring(site.code().length())
          : site.international() + digits;
    }
  };

  private static final int SHORTEST = 7;

  /**
   * @param number E.164 with {@code +}; anything else is left as it is
   */
  abstract String write(String number, CountryPrefixes site);

  /**
   * What a number of the provider's is in E.164; as it is when that cannot be told. Prefixes count
   * whatever the provider usually writes: few are consistent.
   */
  String read(String written, CountryPrefixes site) {
    if (written.startsWith("+") || !isDigits(written)) {
      return written;
    }
    if (begins(written, site.international())) {
      return "+" + written.substring(site.international().length());
    }
    if (this != PLAIN && begins(written, site.national())) {
      return "+" + site.code() + written.substring(site.national().length());
    }
    if (written.length() < SHORTEST) {
      return written;
    }
    return this == NATIONAL ? "+" + site.code() + written : "+" + written;
  }

  private static boolean begins(String written, String prefix) {
    return !prefix.isEmpty()
        && written.startsWith(prefix)
        && written.length() >= prefix.length() + SHORTEST - 1;
  }

  private static boolean isDigits(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
