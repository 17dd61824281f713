package org.belfry.appliance.phones;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.PhoneSettingsAdmin;
import org.belfry.provisioning.catalogue.Brand;
import org.belfry.provisioning.catalogue.Catalogue;
import org.belfry.provisioning.catalogue.Model;
import org.belfry.provisioning.settings.Setting;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The layers of settings between what is built in and a phone's own. */
@Component
class MariaPhoneSettings implements PhoneSettingsAdmin {
  private static final int LAYERS_MAX = 500;

  private final Phones phones;
  private final PhoneTable table;
  private final DirectoryStore directory;
  private final Surroundings surroundings;

  MariaPhoneSettings(
      Phones phones, PhoneTable table, DirectoryStore directory, Surroundings surroundings) {
    this.phones = phones;
    this.table = table;
    this.directory = directory;
    this.surroundings = surroundings;
  }

  @Override
  public List<LayerView> layers() {
    return phones.layers().entrySet().stream()
        .map(layer -> new LayerView(layer.getKey(), new TreeMap<>(layer.getValue())))
        .sorted(
            Comparator.comparing((LayerView layer) -> !layer.scope().equals("global"))
                .thenComparing((LayerView layer) -> layer.scope().startsWith("model:"))
                .thenComparing(LayerView::scope))
        .toList();
  }

  @Override
  public LayerView save(String scope, Map<String, String> settings) {
    String good = scope(scope);
    PhoneForm form = new PhoneForm("", directory.current());
    Map<String, String> values = form.settings(settings);
    if (values.containsKey(Setting.ADMIN_PASSWORD.word())) {
      form.problem(
          "settings." + Setting.ADMIN_PASSWORD.word(), "must be set for each phone separately");
    }
    if (!phones.layers().containsKey(good) && phones.layers().size() >= LAYERS_MAX) {
      form.problem("scope", LAYERS_MAX + " already exist, which is the limit");
    }
    form.refuse();
    phones.change(() -> {
      table.saveLayer(good, values);
      return good;
    });
    return new LayerView(good, new TreeMap<>(values));
  }

  private static String scope(@Nullable String wanted) {
    String scope = wanted == null ? "" : wanted.strip();
    if (scope.equals("global") || scope.matches("site:[\\p{L}\\p{N}][\\p{L}\\p{N} ._-]{0,39}")) {
      return scope;
    }
    if (scope.startsWith("model:")) {
      String[] parts = scope.substring("model:".length()).split("/", 2);
      Brand brand = Brand.of(parts[0]);
      if (brand != null && parts.length == 1) {
        return "model:" + brand.word();
      }
      if (brand != null) {
        return Catalogue.model(brand, parts[1])
            .map(MariaPhoneSettings::scope)
            .orElseThrow(() -> new InvalidCommand("scope", "unknown model"));
      }
    }
    throw new InvalidCommand(
        "scope", "must be global, site:<name>, model:<brand> or model:<brand>/<model>");
  }

  private static String scope(Model model) {
    return "model:" + model.brand().word() + "/" + model.name();
  }

  @Override
  public List<SettingView> settings() {
    Map<Setting, String> site = surroundings.defaults(directory.current());
    return Stream.of(Setting.values())
        .map(s -> new SettingView(s.word(), site.getOrDefault(s, s.builtIn())))
        .sorted(Comparator.comparing(view -> view.setting().toLowerCase(Locale.ROOT)))
        .toList();
  }
}
