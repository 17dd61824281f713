package org.belfry.pbx.admin;

import java.util.List;
import java.util.Map;

/** What holds for many phones: layers of settings between what is built in and one phone's own. */
public interface PhoneSettingsAdmin {

  /** Layers that say something: the one for all first, then sites, brands and models. */
  List<LayerView> layers();

  /**
   * Replaces a layer; one without settings is gone.
   *
   * @param scope {@code global}, {@code site:Berlin}, {@code model:yealink}, {@code
   *     model:yealink/T54W}
   * @throws InvalidCommand naming the setting that cannot be taken
   */
  LayerView save(String scope, Map<String, String> settings);

  /** All settings with what is built in. */
  List<SettingView> settings();

  record LayerView(String scope, Map<String, String> settings) {}

  /**
   * @param builtIn what it is when nobody says anything
   */
  record SettingView(String setting, String builtIn) {}
}
