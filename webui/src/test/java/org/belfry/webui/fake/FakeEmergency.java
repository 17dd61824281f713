package org.belfry.webui.fake;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.belfry.pbx.admin.EmergencyAdmin;
import org.belfry.pbx.admin.EmergencyPreview;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.jspecify.annotations.Nullable;

/** Locations in memory; the preview finds a user by network, user or default. */
public final class FakeEmergency implements EmergencyAdmin, EmergencyPreview {
  private final FakeThings<LocationView> locations =
      new FakeThings<>(LocationView::id, LocationView::name, "name");
  private final Map<String, Home> homes = new HashMap<>();
  private final FakePbx pbx;

  public FakeEmergency(FakePbx pbx) {
    this.pbx = pbx;
  }

  public void clear() {
    locations.clear();
    homes.clear();
  }

  @Override
  public List<LocationView> locations() {
    return locations.all(Comparator.comparing(LocationView::name));
  }

  @Override
  public Optional<LocationView> location(long id) {
    return locations.byId(id);
  }

  @Override
  public LocationView create(SaveLocation command) {
    return locations.save(view(locations.nextId(), command));
  }

  @Override
  public LocationView replace(long id, SaveLocation command) {
    locations.existing(id);
    return locations.save(view(id, command));
  }

  @Override
  public void delete(long id) {
    locations.delete(id);
  }

  private static LocationView view(long id, SaveLocation c) {
    List<FieldProblem> problems = new ArrayList<>();
    Address a = c.address();
    if (c.name().isBlank()) {
      problems.add(new FieldProblem("name", "required"));
    }
    if (a == null || a.city() == null) {
      problems.add(new FieldProblem("address.city", "required"));
    }
    if (!problems.isEmpty() || a == null) {
      throw new InvalidCommand(problems);
    }
    return new LocationView(
        id,
        c.name(),
        a,
        c.note(),
        c.latitude(),
        c.longitude(),
        c.networks() == null ? List.of() : c.networks(),
        c.phones() == null ? List.of() : c.phones(),
        c.users() == null ? List.of() : c.users(),
        c.callbackNumber(),
        Boolean.TRUE.equals(c.usual()),
        c.name() + ": " + line(a),
        List.of());
  }

  private static String line(Address a) {
    return a.street() + (a.number() == null ? "" : " " + a.number()) + ", " + a.city();
  }

  @Override
  public Optional<Home> home(String extension) {
    return Optional.ofNullable(homes.get(extension));
  }

  @Override
  public Home moveHome(String extension, Home home) {
    if (home.address() == null || home.address().city() == null) {
      throw new InvalidCommand("address.city", "required");
    }
    homes.put(extension, home);
    return home;
  }

  @Override
  public void leaveHome(String extension) {
    homes.remove(extension);
  }

  @Override
  public Preview preview(String extension, @Nullable String phone, @Nullable String address) {
    String name =
        pbx.users().stream()
            .filter(user -> user.extension().equals(extension))
            .map(user -> user.name())
            .findFirst()
            .orElseThrow(() -> new InvalidCommand("user", "required"));
    Home home = homes.get(extension);
    if (home != null && home.address() != null) {
      return previewOf(extension, name, By.USER, extension, line(home.address()));
    }
    for (LocationView each : locations()) {
      if (address != null && !address.isEmpty() && !each.networks().isEmpty()) {
        return previewOf(extension, name, By.NETWORK, each.networks().getFirst(), each.text());
      }
      if (each.users().contains(extension)) {
        return previewOf(extension, name, By.USER, extension, each.text());
      }
    }
    return previewOf(extension, name, By.NOTHING, "", "");
  }

  private static Preview previewOf(
      String extension, String name, By by, String detail, String text) {
    return new Preview(
        extension,
        name,
        "112",
        by,
        detail,
        text,
        !text.isEmpty(),
        text.isEmpty() ? List.of() : List.of(new Way("provider", "+4930123450", "<presence/>")));
  }

  @Override
  public List<Person> unlocated() {
    return pbx.users().stream()
        .filter(user ->
            !homes.containsKey(user.extension())
                && locations().stream()
                    .noneMatch(each -> each.usual() || each.users().contains(user.extension())))
        .map(user -> new Person(user.extension(), user.name()))
        .toList();
  }
}
