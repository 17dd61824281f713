package org.belfry.pbx.routing;

import org.belfry.pbx.directory.NumberClass;

/** As much of Germany's numbering plan as tests need. */
public final class GermanNumbers implements Numbers {
  @Override
  public Reading read(String dialled, String country, String areaCode) {
    String e164;
    if (dialled.startsWith("+")) {
      e164 = dialled;
    } else if (dialled.startsWith("00")) {
      e164 = "+" + dialled.substring(2);
    } else if (dialled.startsWith("0")) {
      e164 = "+49" + dialled.substring(1);
    } else if (emergency(dialled, country)) {
      return new Reading.Known(dialled, NumberClass.EMERGENCY, country);
    } else if (dialled.equals("11833")) {
      return new Reading.Known(dialled, NumberClass.PREMIUM, country); // enquiries
    } else {
      e164 = "+49" + areaCode + dialled;
    }
    if (!e164.substring(1).chars().allMatch(c -> c >= '0' && c <= '9') || e164.length() < 8) {
      return new Reading.Impossible("it is too short.");
    }
    if (!e164.startsWith("+49")) {
      return new Reading.Known(
          e164, NumberClass.INTERNATIONAL, e164.startsWith("+1") ? "US" : "FR");
    }
    NumberClass kind =
        e164.startsWith("+49900")
            ? NumberClass.PREMIUM
            : e164.startsWith("+491")
                ? NumberClass.MOBILE
                : e164.startsWith("+4930") ? NumberClass.LOCAL : NumberClass.NATIONAL;
    return new Reading.Known(e164, kind, "DE");
  }

  @Override
  public boolean emergency(String dialled, String country) {
    return dialled.equals("112") || dialled.equals("110");
  }
}
