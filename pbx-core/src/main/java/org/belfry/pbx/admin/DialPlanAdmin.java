package org.belfry.pbx.admin;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.jspecify.annotations.Nullable;

/** How the site dials: its country, prefixes, emergency numbers, and the feature codes. */
public interface DialPlanAdmin {

  SiteView site();

  /**
   * Changes what the command names and leaves the rest.
   *
   * @throws InvalidCommand naming the field that cannot be taken
   */
  SiteView change(ChangeSite command);

  /** Every feature, by name. */
  List<FeatureView> features();

  /**
   * Changes the codes of the features that are named; an empty code takes it away.
   *
   * @param codes name of a feature to its code: a {@code *} or {@code #} and 1 to 6 digits
   * @throws InvalidCommand naming the feature whose code cannot be taken
   */
  List<FeatureView> changeFeatures(Map<String, String> codes);

  /**
   * Null leaves a field as it is; an empty text or list empties it.
   *
   * @param country ISO 3166 code: how national numbers are read
   * @param areaCode of the site, without its trunk prefix
   * @param outsidePrefix dialled before outside numbers, up to 4 digits; empty for none
   * @param mainNumber what outside parties see of a user without a number, {@code +} and digits
   * @param emergencyNumbers beyond the country's own; 20 at most
   * @param frontDesk extension or group that is told of an emergency call
   * @param emergencyTrunks in the order tried; empty for those of the routes
   * @param digest which algorithms phones are challenged with
   * @param contactNetworks networks like {@code 10.20.0.0/16} in which a Contact may be that names
   *     another address than its phone speaks from; 20 at most
   * @param emergencyTestNumbers of the provider, such as 933: called like an emergency number, they
   *     alarm nobody; 5 at most
   */
  record ChangeSite(
      @Nullable String country,
      @Nullable String areaCode,
      @Nullable String outsidePrefix,
      @Nullable String mainNumber,
      @Nullable Set<String> emergencyNumbers,
      @Nullable String frontDesk,
      @Nullable List<String> emergencyTrunks,
      @Nullable Digest digest,
      @Nullable List<String> contactNetworks,
      @Nullable Set<String> emergencyTestNumbers) {}

  /** Which digest algorithms phones are challenged with (RFC 8760 §2.4). */
  enum Digest {
    /** SHA-256 and MD5; each phone takes the one it knows. */
    BOTH,
    /** MD5 alone. */
    MD5
  }

  record SiteView(
      String country,
      @Nullable String areaCode,
      String outsidePrefix,
      @Nullable String mainNumber,
      Set<String> emergencyNumbers,
      @Nullable String frontDesk,
      List<String> emergencyTrunks,
      Digest digest,
      List<String> contactNetworks,
      Set<String> emergencyTestNumbers,
      List<FieldProblem> warnings) {}

  /**
   * @param code empty when it is switched off
   * @param usual the code it has until somebody changes it
   */
  record FeatureView(String feature, String code, String usual) {}
}
