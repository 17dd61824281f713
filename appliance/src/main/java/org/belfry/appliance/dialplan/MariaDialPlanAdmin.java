package org.belfry.appliance.dialplan;

import java.util.List;
import java.util.Map;
import org.belfry.appliance.dialplan.DialPlanTables.Codes;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.appliance.directory.Edit;
import org.belfry.appliance.directory.Owner;
import org.belfry.pbx.admin.DialPlanAdmin;
import org.springframework.stereotype.Component;

/** The commands on how the site dials. */
@Component
class MariaDialPlanAdmin implements DialPlanAdmin {
  private static final Owner SITE = new Owner(Owner.Kind.SITE, "");

  private final DirectoryStore store;
  private final WrittenNumbers written;
  private final DialPlanTables tables;
  private final MariaDialPlan plan;

  MariaDialPlanAdmin(
      DirectoryStore store, DialPlanTables tables, MariaDialPlan plan, WrittenNumbers written) {
    this.written = written;
    this.store = store;
    this.tables = tables;
    this.plan = plan;
  }

  @Override
  public SiteView site() {
    return view(plan.site());
  }

  @Override
  public SiteView change(ChangeSite command) {
    return view(
        store.change(
            Edit.of(SITE.kind(), "", "outsidePrefix"),
            () -> {
              ChangeSite merged = SiteForm.merged(plan.site(), command, written);
              save(tables.site, DialPlanTables.SITE, merged);
              return merged;
            }));
  }

  @Override
  public List<FeatureView> features() {
    return SiteForm.features(plan.codes());
  }

  @Override
  public List<FeatureView> changeFeatures(Map<String, String> codes) {
    return store.change(
        Edit.of(Owner.Kind.FEATURES, "", "codes"),
        () -> {
          Map<String, String> merged = SiteForm.codes(plan.codes(), codes);
          save(tables.features, DialPlanTables.FEATURES, new Codes(merged));
          return SiteForm.features(merged);
        });
  }

  private static <T> void save(Documents<T> table, String name, T value) {
    table
        .byName(name)
        .ifPresentOrElse(
            row -> table.update(row.id(), name, value), () -> table.insert(name, value));
  }

  private SiteView view(ChangeSite s) {
    return new SiteView(
        CallForm.text(s.country()),
        CallForm.orNull(s.areaCode()),
        CallForm.text(s.outsidePrefix()),
        CallForm.orNull(s.mainNumber()),
        Fields.orEmpty(s.emergencyNumbers()),
        CallForm.orNull(s.frontDesk()),
        Fields.orEmpty(s.emergencyTrunks()),
        SiteForm.digest(s),
        Fields.orEmpty(s.contactNetworks()),
        Fields.orEmpty(s.emergencyTestNumbers()),
        store.warnings(SITE));
  }
}
