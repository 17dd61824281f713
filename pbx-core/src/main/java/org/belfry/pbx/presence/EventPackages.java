package org.belfry.pbx.presence;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The event packages we notify of, by name. */
public final class EventPackages {
  private final Map<String, EventPackage<?>> byName = new LinkedHashMap<>();

  public EventPackages(PresenceProperties properties) {
    for (EventPackage<?> each :
        List.of(
            new DialogPackage(properties.partialDialogs()),
            new MessageSummaryPackage(),
            new RegPackage(),
            new PresencePackage(),
            new ConferencePackage())) {
      byName.put(each.name(), each);
    }
  }

  /** The package of this name, or null. */
  public @Nullable EventPackage<?> named(String name) {
    return byName.get(name);
  }

  /** For Allow-Events. */
  public String names() {
    return String.join(", ", byName.keySet());
  }
}
