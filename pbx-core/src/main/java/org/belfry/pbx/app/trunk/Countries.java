package org.belfry.pbx.app.trunk;

/** How the countries of the world write numbers. Answers at once, on any thread. */
@FunctionalInterface
public interface Countries {

  /**
   * @param country ISO 3166 code, upper case; for one that is not known, what most have
   */
  CountryPrefixes prefixes(String country);
}
