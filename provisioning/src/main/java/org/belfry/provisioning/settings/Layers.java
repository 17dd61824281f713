package org.belfry.provisioning.settings;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * All that is said about one phone's settings.
 *
 * @param entries in any order
 */
public record Layers(List<Entry> entries) {

  public Layers {
    entries = List.copyOf(entries);
  }

  /**
   * What one layer says.
   *
   * @param where the name of its site, model or phone, for people; empty for the others
   */
  public record Entry(Layer layer, String where, Map<Setting, String> values) {
    public Entry {
      values = Map.copyOf(values);
    }
  }

  /**
   * A value and where it is from.
   *
   * @param beaten what weaker layers say, the strongest of them first
   */
  public record Value(String text, Layer layer, String where, List<Value> beaten) {
    public Value {
      beaten = List.copyOf(beaten);
    }
  }

  /** Every setting has a value then: the one of the strongest layer that says something. */
  public Settings resolve() {
    List<Entry> weakestFirst = new ArrayList<>(entries);
    weakestFirst.sort(Comparator.comparing(Entry::layer));
    Map<Setting, Value> resolved = new EnumMap<>(Setting.class);
    for (Setting setting : Setting.values()) {
      Value value = new Value(setting.builtIn(), Layer.BUILT_IN, "", List.of());
      for (Entry entry : weakestFirst) {
        String said = entry.values().get(setting);
        if (said != null) {
          List<Value> beaten = new ArrayList<>();
          beaten.add(new Value(value.text(), value.layer(), value.where(), List.of()));
          beaten.addAll(value.beaten());
          value = new Value(said, entry.layer(), entry.where(), beaten);
        }
      }
      resolved.put(setting, value);
    }
    return new Settings(resolved);
  }
}
