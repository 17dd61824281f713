package org.belfry.webui.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.belfry.pbx.admin.SettingsAdmin;
import org.belfry.pbx.admin.SettingsAdmin.SettingView;
import org.belfry.webui.base.FormPanel;
import org.jspecify.annotations.Nullable;

/** Settings of one kind, saved together: some depend on each other. */
final class GroupPanel extends FormPanel {
  private final transient SettingsAdmin settings;
  private final transient Runnable saved;
  private final String title;
  private final List<SettingRow> rows = new ArrayList<>();

  /**
   * @param owner whether an owner looks at them
   */
  GroupPanel(SettingsAdmin settings, boolean owner, List<SettingView> its, Runnable saved) {
    String group = its.getFirst().group();
    this.settings = settings;
    this.saved = saved;
    super("appliance.group." + group + ".");
    title = text("appliance.group." + group + ".title").toLowerCase(Locale.ROOT);
    for (SettingView each : its) {
      SettingRow row = new SettingRow(each, owner, this::useDefault);
      row.join(form());
      rows.add(row);
    }
  }

  /** Shows what holds a word; true when anything does. */
  boolean filter(String wanted) {
    boolean whole = title.contains(wanted);
    boolean any = false;
    for (SettingRow row : rows) {
      boolean shown = whole || row.contains(wanted);
      row.setVisible(shown);
      any |= shown;
    }
    setVisible(any);
    return any;
  }

  /** Reads the settings anew. */
  void showAgain() {
    show(settings.settings().settings());
  }

  private void show(List<SettingView> all) {
    for (SettingRow row : rows) {
      all.stream().filter(each -> each.name().equals(row.name())).forEach(row::show);
    }
  }

  @Override
  protected void save() {
    Map<String, @Nullable Object> changes = new LinkedHashMap<>();
    for (SettingRow row : rows) {
      if (row.changed()) {
        changes.put(row.name(), row.value());
      }
    }
    show(settings.change(changes).settings());
    saved.run();
  }

  /** At once: nobody wants to save a default. What else was typed stays. */
  private void useDefault(SettingRow row) {
    Map<String, @Nullable Object> change = new LinkedHashMap<>();
    change.put(row.name(), null);
    boolean taken =
        form()
            .submit(() ->
                settings.change(change).settings().stream()
                    .filter(each -> each.name().equals(row.name()))
                    .forEach(row::show));
    if (taken) {
      saved.run();
    }
  }
}
