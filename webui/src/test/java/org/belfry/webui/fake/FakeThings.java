package org.belfry.webui.fake;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.NotFound;

/** Things with a number and a name of their own, in memory. */
final class FakeThings<V> {
  private final List<V> all = new CopyOnWriteArrayList<>();
  private final ToLongFunction<V> id;
  private final Function<V, String> name;
  private final String nameField;
  private long last;

  /**
   * @param nameField of the command, that must be nobody else's
   */
  FakeThings(ToLongFunction<V> id, Function<V, String> name, String nameField) {
    this.id = id;
    this.name = name;
    this.nameField = nameField;
  }

  List<V> all(Comparator<V> order) {
    return all.stream().sorted(order).toList();
  }

  Optional<V> byId(long wanted) {
    return all.stream().filter(each -> id.applyAsLong(each) == wanted).findFirst();
  }

  long nextId() {
    return ++last;
  }

  V save(V thing) {
    for (V other : all) {
      if (name.apply(other).equals(name.apply(thing))
          && id.applyAsLong(other) != id.applyAsLong(thing)) {
        throw new InvalidCommand(nameField, "already in use");
      }
    }
    all.removeIf(each -> id.applyAsLong(each) == id.applyAsLong(thing));
    all.add(thing);
    return thing;
  }

  void existing(long wanted) {
    if (byId(wanted).isEmpty()) {
      throw new NotFound("entry", wanted);
    }
  }

  void delete(long wanted) {
    existing(wanted);
    all.removeIf(each -> id.applyAsLong(each) == wanted);
  }

  void clear() {
    all.clear();
  }
}
