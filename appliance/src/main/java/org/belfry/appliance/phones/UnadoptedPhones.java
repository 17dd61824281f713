package org.belfry.appliance.phones;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.belfry.pbx.admin.PhoneAdmin.NewcomerView;
import org.belfry.provisioning.catalogue.Brand;
import org.belfry.provisioning.catalogue.Mac;
import org.belfry.provisioning.catalogue.Sighting;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Phones that have made themselves known and belong to nobody. They are told nothing; they wait
 * here, in memory, until somebody adopts them: a phone that is there asks again.
 */
@Component
class UnadoptedPhones {
  private static final int MAX = 500;

  private final Map<Mac, NewcomerView> seen =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Mac, NewcomerView> eldest) {
          return size() > MAX;
        }
      };

  /**
   * @param how {@code multicast}, {@code files} or {@code registration}
   */
  synchronized void seen(
      Mac mac, Sighting sighting, @Nullable String address, String how, Instant now) {
    @Nullable NewcomerView before = seen.get(mac);
    Brand brand = sighting.brand() == null ? Brand.of(mac) : sighting.brand();
    seen.put(
        mac,
        new NewcomerView(
            mac.shown(),
            brand == null ? before == null ? null : before.brand() : brand.word(),
            or(sighting.model(), before == null ? null : before.model()),
            or(
                sighting.firmware() == null ? null : sighting.firmware().text(),
                before == null ? null : before.firmware()),
            or(address, before == null ? null : before.address()),
            how,
            now));
  }

  private static @Nullable String or(@Nullable String first, @Nullable String second) {
    return first != null ? first : second;
  }

  synchronized void adopted(Mac mac) {
    seen.remove(mac);
  }

  /** The latest first. */
  synchronized List<NewcomerView> all() {
    return seen.values().stream()
        .sorted(Comparator.comparing(NewcomerView::lastSeenAt).reversed())
        .map(Objects::requireNonNull)
        .toList();
  }
}
