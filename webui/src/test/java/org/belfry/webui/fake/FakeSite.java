package org.belfry.webui.fake;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.belfry.pbx.admin.DialPlanAdmin;
import org.belfry.pbx.admin.InvalidCommand;
import org.jspecify.annotations.Nullable;

/** How the site dials, in memory. */
public final class FakeSite implements DialPlanAdmin {
  private static final List<FeatureView> USUAL =
      List.of(
          usual("PICKUP", "*8"),
          usual("PARK", "*5"),
          usual("VOICEMAIL", "*97"),
          usual("TO_VOICEMAIL", "*98"),
          usual("DO_NOT_DISTURB", "*78"),
          usual("FORWARD_ALWAYS", "*72"),
          usual("FORWARD_BUSY", "*90"),
          usual("FORWARD_NO_ANSWER", "*92"),
          usual("NIGHT_SWITCH", "*28"),
          usual("INTERCOM", "*80"),
          usual("PAGE", "*81"),
          usual("ECHO", "*43"),
          usual("ANONYMOUS_CALL", "*67"),
          usual("CONFERENCE", "*88"),
          usual("QUEUE_LOGIN", "*45"),
          usual("QUEUE_PAUSE", "*46"),
          usual("RECORDING", "*47"));

  private final Map<String, String> codes = new TreeMap<>();
  private SiteView site = fresh();

  private static FeatureView usual(String feature, String code) {
    return new FeatureView(feature, code, code);
  }

  private static SiteView fresh() {
    return new SiteView(
        "DE",
        null,
        "",
        null,
        Set.of(),
        null,
        List.of(),
        Digest.BOTH,
        List.of(),
        Set.of(),
        List.of());
  }

  public void clear() {
    site = fresh();
    codes.clear();
  }

  @Override
  public SiteView site() {
    return site;
  }

  @Override
  public SiteView change(ChangeSite c) {
    if (c.mainNumber() != null && !c.mainNumber().matches("(\\+[0-9]+)?")) {
      throw new InvalidCommand(
          "mainNumber", "must be in international format, such as +493012345678");
    }
    site =
        new SiteView(
            c.country() == null ? site.country() : c.country(),
            c.areaCode() == null ? site.areaCode() : orNull(c.areaCode()),
            c.outsidePrefix() == null ? site.outsidePrefix() : c.outsidePrefix(),
            c.mainNumber() == null ? site.mainNumber() : orNull(c.mainNumber()),
            c.emergencyNumbers() == null ? site.emergencyNumbers() : c.emergencyNumbers(),
            c.frontDesk() == null ? site.frontDesk() : orNull(c.frontDesk()),
            c.emergencyTrunks() == null ? site.emergencyTrunks() : c.emergencyTrunks(),
            c.digest() == null ? site.digest() : c.digest(),
            c.contactNetworks() == null ? site.contactNetworks() : c.contactNetworks(),
            c.emergencyTestNumbers() == null
                ? site.emergencyTestNumbers()
                : c.emergencyTestNumbers(),
            List.of());
    return site;
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  @Override
  public List<FeatureView> features() {
    List<FeatureView> features = new ArrayList<>();
    for (FeatureView each : USUAL) {
      String code = codes.getOrDefault(each.feature(), each.usual());
      features.add(new FeatureView(each.feature(), code, each.usual()));
    }
    return features;
  }

  @Override
  public List<FeatureView> changeFeatures(Map<String, String> wanted) {
    wanted.forEach((feature, code) -> {
      if (!code.matches("([*#][0-9]{1,6})?")) {
        throw new InvalidCommand(feature, "must be * or # and 1 to 6 digits");
      }
    });
    codes.putAll(wanted);
    return features();
  }
}
