package org.belfry.appliance.dialplan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.belfry.pbx.admin.DialPlanAdmin.ChangeSite;
import org.belfry.pbx.admin.DialPlanAdmin.Digest;
import org.belfry.pbx.admin.DialPlanAdmin.FeatureView;
import org.belfry.pbx.directory.DialPlan;
import org.belfry.pbx.directory.FeatureCode;
import org.belfry.pbx.sip.IpNetwork;
import org.jspecify.annotations.Nullable;

/** How the site dials, and its feature codes. */
final class SiteForm {
  private static final Pattern CODE = Pattern.compile("[*#][0-9]{1,6}");
  private static final Pattern TEST = Pattern.compile("[0-9]{2,8}");
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,8}");

  static final ChangeSite USUAL =
      new ChangeSite(
          DialPlan.EMPTY.country(),
          "",
          "",
          "",
          Set.of(),
          "",
          List.of(),
          Digest.BOTH,
          List.of(),
          Set.of());

  private SiteForm() {}

  static ChangeSite merged(ChangeSite before, ChangeSite c, WrittenNumbers written) {
    Fields fields =
        new Fields(
            written.in(
                c.country() == null
                    ? before.country()
                    : c.country().strip().toUpperCase(Locale.ROOT),
                c.areaCode() == null ? before.areaCode() : c.areaCode().strip()));
    ChangeSite good =
        new ChangeSite(
            c.country() == null ? before.country() : fields.country("country", c.country()),
            digits(fields, "areaCode", c.areaCode(), before.areaCode()),
            digits(fields, "outsidePrefix", c.outsidePrefix(), before.outsidePrefix()),
            c.mainNumber() == null
                ? before.mainNumber()
                : CallForm.text(fields.outside("mainNumber", c.mainNumber())),
            c.emergencyNumbers() == null
                ? before.emergencyNumbers()
                : new TreeSet<>(
                    fields.distinct(
                        "emergencyNumbers",
                        c.emergencyNumbers(),
                        20,
                        (at, number) ->
                            fields.matching(at, number, DIGITS, "must have 1 to 8 digits"))),
            c.frontDesk() == null || c.frontDesk().isBlank()
                ? (c.frontDesk() == null ? before.frontDesk() : "")
                : fields.number("frontDesk", c.frontDesk()),
            c.emergencyTrunks() == null
                ? before.emergencyTrunks()
                : fields.distinct(
                    "emergencyTrunks",
                    c.emergencyTrunks(),
                    16,
                    (at, name) -> fields.needed(at, name, 32)),
            c.digest() == null ? before.digest() : c.digest(),
            c.contactNetworks() == null
                ? before.contactNetworks()
                : fields.distinct(
                    "contactNetworks",
                    c.contactNetworks(),
                    20,
                    (at, text) -> network(fields, at, text)),
            c.emergencyTestNumbers() == null
                ? before.emergencyTestNumbers()
                : new TreeSet<>(
                    fields.distinct(
                        "emergencyTestNumbers",
                        c.emergencyTestNumbers(),
                        5,
                        (at, number) ->
                            fields.matching(at, number, TEST, "must have 2 to 8 digits"))));
    fields.refuse();
    return good;
  }

  /** A site that was kept before there was a choice has made none. */
  static Digest digest(ChangeSite site) {
    return site.digest() == null ? Digest.BOTH : site.digest();
  }

  /** As it is kept: without bits that do not count. */
  static String network(Fields fields, String at, String text) {
    try {
      return IpNetwork.of(text.strip()).toString();
    } catch (IllegalArgumentException e) {
      fields.problem(at, "must be a network, such as 10.20.0.0/16");
      return "";
    }
  }

  /** Of a site that was kept before they could be named too. */
  static List<IpNetwork> contactNetworks(ChangeSite site) {
    return Fields.orEmpty(site.contactNetworks()).stream().map(IpNetwork::of).toList();
  }

  private static @Nullable String digits(
      Fields fields, String field, @Nullable String value, @Nullable String before) {
    return value == null
        ? before
        : value.isBlank() ? "" : fields.matching(field, value, DIGITS, "must have 1 to 8 digits");
  }

  /** The codes that were changed, with these changes. */
  static Map<String, String> codes(Map<String, String> before, Map<String, String> wanted) {
    Fields fields = new Fields();
    Map<String, String> codes = new TreeMap<>(before);
    wanted.forEach((name, code) -> {
      String feature = name.toUpperCase(Locale.ROOT);
      if (feature(feature) == null) {
        fields.problem(name, "unknown feature");
      } else if (code == null || code.isBlank()) {
        codes.put(feature, "");
      } else {
        codes.put(feature, fields.matching(name, code, CODE, "must be * or # and 1 to 6 digits"));
      }
    });
    Map<String, String> taken = new HashMap<>();
    for (FeatureView each : features(codes)) {
      String other = each.code().isEmpty() ? null : taken.put(each.code(), each.feature());
      if (other != null) {
        fields.problem(
            wanted.containsKey(each.feature()) ? each.feature() : other,
            each.code() + " is the code of both " + other + " and " + each.feature());
      }
    }
    fields.refuse();
    return codes;
  }

  static List<FeatureView> features(Map<String, String> codes) {
    List<FeatureView> views = new ArrayList<>();
    for (FeatureCode each : FeatureCode.values()) {
      String code = codes.getOrDefault(each.name(), each.usual());
      views.add(new FeatureView(each.name(), code, each.usual()));
    }
    return views;
  }

  /** By code; a feature of a later release whose usual code somebody has given away has none. */
  static Map<String, FeatureCode> byCode(Map<String, String> codes) {
    Map<String, FeatureCode> byCode = new HashMap<>();
    for (FeatureCode each : FeatureCode.values()) {
      String chosen = codes.get(each.name());
      if (chosen != null && !chosen.isEmpty()) {
        byCode.put(chosen, each);
      }
    }
    for (FeatureCode each : FeatureCode.values()) {
      if (!codes.containsKey(each.name())) {
        byCode.putIfAbsent(each.usual(), each);
      }
    }
    return byCode;
  }

  private static @Nullable FeatureCode feature(String name) {
    for (FeatureCode each : FeatureCode.values()) {
      if (each.name().equals(name)) {
        return each;
      }
    }
    return null;
  }
}
