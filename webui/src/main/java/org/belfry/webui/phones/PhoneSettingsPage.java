package org.belfry.webui.phones;

import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.belfry.pbx.admin.PhoneAdmin;
import org.belfry.pbx.admin.PhoneAdmin.PhoneView;
import org.belfry.pbx.admin.PhoneSettingsAdmin;
import org.belfry.pbx.admin.PhoneSettingsAdmin.LayerView;
import org.belfry.webui.base.Facts;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.MainLayout;
import org.belfry.webui.base.Page;
import org.belfry.webui.base.Panel;

/**
 * What holds for many phones: for all, for those of a site, of a brand, of a model; and what each
 * of these layers beats.
 */
@Route(value = "phone-settings", layout = MainLayout.class)
@RolesAllowed("ADMIN")
public class PhoneSettingsPage extends Page {
  private static final String GLOBAL = "global";
  private static final String SITE = "site:";
  private static final String MODEL = "model:";

  private final transient PhoneAdmin phones;
  private final transient PhoneSettingsAdmin settings;
  private final transient Inputs inputs = new Inputs("phone.");
  private final ComboBox<String> scope;
  private final Div form = new Div();
  private final Div overview = new Div();

  public PhoneSettingsPage(PhoneAdmin phones, PhoneSettingsAdmin settings) {
    this.phones = phones;
    this.settings = settings;
    super("phone.settings.title", "phone.settings.lead");
    up("phones.title", PhonesView.class);
    scope = inputs.names("scope", scopes());
    scope.setItemLabelGenerator(this::words);
    scope.setClearButtonVisible(false);
    scope.setAllowCustomValue(true);
    scope.addCustomValueSetListener(typed -> scope.setValue(site(typed.getDetail())));
    scope.addValueChangeListener(changed -> show());
    form.addClassName("bf-stack");
    overview.addClassName("bf-stack");
    Div halves = new Div(form, overview);
    halves.addClassName("bf-halves");
    add(scope, halves);
    scope.setValue(GLOBAL);
  }

  /** Every layer that can be set: sites as far as anything is known of them; any other is typed. */
  private List<String> scopes() {
    TreeSet<String> sites = new TreeSet<>();
    for (PhoneView phone : phones.phones()) {
      if (phone.site() != null) {
        sites.add(SITE + phone.site());
      }
    }
    settings.layers().stream()
        .map(LayerView::scope)
        .filter(each -> each.startsWith(SITE))
        .forEach(sites::add);
    List<String> all = new ArrayList<>(List.of(GLOBAL));
    all.addAll(sites);
    TreeSet<String> models = new TreeSet<>();
    phones
        .models()
        .forEach(model -> {
          models.add(MODEL + model.brand());
          models.add(MODEL + model.brand() + "/" + model.model());
        });
    all.addAll(models);
    return all;
  }

  private static String site(String typed) {
    return typed.contains(":") ? typed : SITE + typed.strip();
  }

  /** A layer in words. */
  private String words(String layer) {
    if (layer.equals(GLOBAL)) {
      return inputs.text("layer.global");
    }
    String name = layer.substring(layer.indexOf(':') + 1);
    if (layer.startsWith(SITE)) {
      return inputs.text("layer.site") + " " + name;
    }
    String[] parts = name.split("/", 2);
    return inputs.text("layer.model")
        + " "
        + PhonesView.model(parts[0], parts.length == 1 ? null : parts[1]);
  }

  private void show() {
    String chosen = scope.getValue();
    form.removeAll();
    overview.removeAll();
    if (chosen == null) {
      return;
    }
    List<LayerView> layers = settings.layers();
    form.add(
        new LayerPanel(
            settings, chosen, words(chosen), weaker(chosen, layers), this::showOverview));
    showOverview();
  }

  /** The layers below one, the strongest first; a site and a model are beside each other. */
  private List<LayerPanel.Below> weaker(String layer, List<LayerView> layers) {
    List<String> scopes = new ArrayList<>();
    int slash = layer.indexOf('/');
    if (layer.startsWith(MODEL) && slash > 0) {
      scopes.add(layer.substring(0, slash));
    }
    if (!layer.equals(GLOBAL)) {
      scopes.add(GLOBAL);
    }
    List<LayerPanel.Below> below = new ArrayList<>();
    for (String each : scopes) {
      layers.stream()
          .filter(known -> known.scope().equals(each))
          .forEach(known -> below.add(new LayerPanel.Below(words(each), known.settings())));
    }
    return below;
  }

  private void showOverview() {
    overview.removeAll();
    List<LayerView> layers = settings.layers();
    if (layers.isEmpty()) {
      Paragraph none = new Paragraph(inputs.text("layers.none"));
      none.addClassName("bf-small");
      overview.add(new Panel(inputs.text("layers"), none));
      return;
    }
    for (LayerView layer : layers) {
      Facts facts = new Facts();
      for (Map.Entry<String, String> each : layer.settings().entrySet()) {
        facts.fact(inputs.text("setting." + each.getKey()), each.getValue());
      }
      overview.add(new Panel(words(layer.scope()), facts));
    }
  }
}
