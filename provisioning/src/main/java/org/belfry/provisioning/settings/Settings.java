package org.belfry.provisioning.settings;

import java.time.ZoneId;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.belfry.provisioning.settings.Layers.Value;
import org.jspecify.annotations.Nullable;

/** The settings that hold for one phone, each with where it is from. */
public final class Settings {
  private final Map<Setting, Value> values;

  Settings(Map<Setting, Value> values) {
    this.values = new EnumMap<>(values);
  }

  /** Why has it this value? */
  public Value value(Setting setting) {
    return Objects.requireNonNull(values.get(setting));
  }

  public String text(Setting setting) {
    return value(setting).text();
  }

  public int number(Setting setting) {
    return Integer.parseInt(text(setting));
  }

  public boolean is(Setting setting, String word) {
    return text(setting).equals(word);
  }

  public List<String> codecs() {
    return List.of(text(Setting.CODECS).split(",", -1));
  }

  public ZoneId zone() {
    return ZoneId.of(text(Setting.TIME_ZONE));
  }

  /** What cannot be or does not fit together: the setting to blame and a sentence about it. */
  public Map<Setting, String> problems() {
    Map<Setting, String> problems = new LinkedHashMap<>();
    values.forEach((setting, value) -> {
      String problem = setting.problem(value.text());
      if (problem != null) {
        problems.put(setting, problem);
      }
    });
    @Nullable String keys = keysInTheClear();
    if (keys != null && !problems.containsKey(Setting.SRTP)) {
      problems.put(Setting.SRTP, keys);
    }
    if (is(Setting.RING_INTERNAL, text(Setting.RING_EXTERNAL))
        && !text(Setting.RING_INTERNAL).isEmpty()) {
      problems.put(Setting.RING_EXTERNAL, "is the same as that of calls from inside");
    }
    return problems;
  }

  private @Nullable String keysInTheClear() {
    return is(Setting.SRTP, "required") && !is(Setting.TRANSPORT, "tls")
        ? "is required, but its keys would travel in the clear over "
            + text(Setting.TRANSPORT).toUpperCase(Locale.ROOT)
            + ": choose TLS as transport, or optional encryption"
        : null;
  }
}
