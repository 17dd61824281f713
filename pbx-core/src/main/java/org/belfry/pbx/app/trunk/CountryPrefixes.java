package org.belfry.pbx.app.trunk;

/**
 * How a country writes numbers.
 *
 * @param code its calling code, {@code 49}
 * @param national what is dialled before the area code, {@code 0}; empty where nothing is
 * @param international what is dialled before a country's code, {@code 00} or {@code 011}
 */
public record CountryPrefixes(String code, String national, String international) {

  /** What most countries have, for one whose calling code alone is known. */
  public static CountryPrefixes usual(String code) {
    return new CountryPrefixes(code, "0", "00");
  }
}
