package org.belfry.appliance.phones;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.belfry.appliance.phones.PhoneTable.Fetched;
import org.belfry.provisioning.catalogue.Mac;
import org.belfry.provisioning.settings.Layer;
import org.belfry.provisioning.settings.Layers.Entry;
import org.belfry.provisioning.settings.Setting;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * All phones, in memory, so that a thousand of them can boot while the database is away. Commands
 * run one after the other and swap the snapshot once they are committed.
 */
@Component("knownPhones")
class Phones {
  private final PhoneTable table;
  private final TransactionTemplate transaction;
  private final ApplicationEventPublisher events;
  private final ReentrantLock oneAtATime = new ReentrantLock();
  private final Map<Long, Fetched> fetched = new ConcurrentHashMap<>();
  private volatile Snapshot current;

  /** Phones or layers are different now. */
  record Changed() {}

  private record Snapshot(
      Map<Long, Phone> byId,
      Map<String, Phone> byTokenHash,
      Map<Mac, Phone> byMac,
      Map<String, Map<String, String>> layers) {}

  Phones(PhoneTable table, TransactionTemplate transaction, ApplicationEventPublisher events) {
    this.table = table;
    this.transaction = transaction;
    this.events = events;
    this.current = load();
  }

  private Snapshot load() {
    Map<Long, Phone> byId = new LinkedHashMap<>();
    Map<String, Phone> byTokenHash = new HashMap<>();
    Map<Mac, Phone> byMac = new HashMap<>();
    for (PhoneTable.Stored stored : table.all()) {
      Phone phone = stored.phone();
      byId.put(phone.id(), phone);
      byTokenHash.put(PhoneTable.hash(phone.token()), phone);
      if (phone.mac() != null) {
        byMac.put(phone.mac(), phone);
      }
      fetched.putIfAbsent(phone.id(), stored.fetched());
    }
    fetched.keySet().retainAll(byId.keySet());
    return new Snapshot(byId, byTokenHash, byMac, table.layers());
  }

  /** Runs a command in a transaction of its own and makes what it did known. */
  <T> T change(Supplier<T> command) {
    oneAtATime.lock();
    try {
      T result = Objects.requireNonNull(transaction.execute(status -> command.get()));
      current = load();
      events.publishEvent(new Changed());
      return result;
    } finally {
      oneAtATime.unlock();
    }
  }

  /** Reads all anew: users that are gone have taken their lines along. */
  void reload() {
    oneAtATime.lock();
    try {
      current = load();
    } finally {
      oneAtATime.unlock();
    }
  }

  /** Another object as soon as any phone or layer is another. */
  Object snapshot() {
    return current;
  }

  Collection<Phone> all() {
    return current.byId().values();
  }

  Optional<Phone> byId(long id) {
    return Optional.ofNullable(current.byId().get(id));
  }

  /** The phone whose secret this is, or null. */
  @Nullable Phone byToken(String token) {
    return current.byTokenHash().get(PhoneTable.hash(token));
  }

  @Nullable Phone byMac(Mac mac) {
    return current.byMac().get(mac);
  }

  Map<String, Map<String, String>> layers() {
    return current.layers();
  }

  Fetched fetched(long id) {
    return fetched.getOrDefault(id, Fetched.NOTHING);
  }

  /** Notes something of what a phone fetched, in memory; the log has it written. */
  Fetched fetched(long id, UnaryOperator<Fetched> change) {
    return Objects.requireNonNull(
        fetched.compute(
            id, (same, before) -> change.apply(before == null ? Fetched.NOTHING : before)));
  }

  /** What layers say about a phone, besides what is built in. */
  List<Entry> layersOf(Phone phone) {
    Map<String, Map<String, String>> layers = current.layers();
    String brand = phone.model().brand().word();
    String model = brand + "/" + phone.model().name();
    List<Entry> entries = new ArrayList<>();
    entry(entries, Layer.GLOBAL, "", layers.get("global"));
    String site = phone.wishes().site();
    if (site != null) {
      entry(entries, Layer.SITE, site, layers.get("site:" + site));
    }
    // Of two entries of a layer the later wins: a model's over its brand's.
    entry(entries, Layer.MODEL, brand, layers.get("model:" + brand));
    entry(entries, Layer.MODEL, model, layers.get("model:" + model));
    entry(entries, Layer.DEVICE, phone.shown(), phone.wishes().settings());
    return entries;
  }

  private static void entry(
      List<Entry> entries, Layer layer, String where, @Nullable Map<String, String> words) {
    if (words == null || words.isEmpty()) {
      return;
    }
    Map<Setting, String> values = new HashMap<>();
    words.forEach((word, value) -> {
      Setting setting = Setting.of(word);
      if (setting != null) {
        values.put(setting, value);
      }
    });
    entries.add(new Entry(layer, where, values));
  }
}
