package org.belfry.webui.fake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.PhoneAdmin;
import org.belfry.pbx.admin.PhoneRollout;
import org.belfry.pbx.admin.PhoneSettingsAdmin;
import org.jspecify.annotations.Nullable;

/** Phones in memory, and a roll-out that is done at once. */
public final class FakePhones implements PhoneAdmin, PhoneSettingsAdmin, PhoneRollout {
  private final FakeThings<PhoneView> phones =
      new FakeThings<>(
          PhoneView::id, view -> view.mac() == null ? "" + view.id() : view.mac(), "mac");
  private final FakeDeletedItems deleted;
  private final List<NewcomerView> newcomers = new ArrayList<>();
  private final List<Long> told = new ArrayList<>();
  private final List<Long> welcomed = new ArrayList<>();
  private final Map<String, Map<String, String>> layers = new TreeMap<>();
  private @Nullable RolloutView rollout;

  public FakePhones(FakeDeletedItems deleted) {
    this.deleted = deleted;
  }

  public void clear() {
    phones.clear();
    newcomers.clear();
    told.clear();
    welcomed.clear();
    layers.clear();
    rollout = null;
  }

  /** Two phones on desks, one program, and one that was just plugged in. */
  void opens() {
    create(
        List.of(
            phone("805ec0123456", "yealink", "T54W", "1001", "Front desk"),
            phone("000413aa0102", "snom", "D785", "1002", "Workshop"),
            phone(null, "linphone", "Linphone", "1003", "Notebook")));
    appears("805ec0654321", "yealink", "T54W");
  }

  private static SavePhone phone(
      @Nullable String mac, String brand, String model, String user, String name) {
    return new SavePhone(mac, brand, model, user, null, name, "Berlin", null, null, null, null);
  }

  /** A phone has made itself known. */
  public void appears(String mac, String brand, String model) {
    newcomers.add(
        new NewcomerView(
            mac, brand, model, "96.86.0.100", "192.0.2.17", "multicast", Instant.now()));
  }

  /** Phones that were told to fetch. */
  public List<Long> told() {
    return told;
  }

  /** Phones that may be told their address again. */
  public List<Long> welcomed() {
    return welcomed;
  }

  /** A roll-out goes on. */
  public void goesOn(RolloutView now) {
    rollout = now;
  }

  @Override
  public List<LayerView> layers() {
    return layers.entrySet().stream().map(l -> new LayerView(l.getKey(), l.getValue())).toList();
  }

  @Override
  public LayerView save(String scope, Map<String, String> settings) {
    if (!settings.getOrDefault("vlan", "0").matches("\\d{1,4}")) {
      throw new InvalidCommand("settings.vlan", "must be a number from 0 to 4094");
    }
    if (settings.isEmpty()) {
      layers.remove(scope);
    } else {
      layers.put(scope, Map.copyOf(settings));
    }
    return new LayerView(scope, settings);
  }

  @Override
  public List<SettingView> settings() {
    return List.of(
        new SettingView("transport", "udp"),
        new SettingView("vlan", "0"),
        new SettingView("admin-password", ""));
  }

  @Override
  public DifferenceView difference(long id) {
    return new DifferenceView(true, false, List.of("vlan = 0"), List.of("vlan = 42"));
  }

  @Override
  public PhoneView placeKeys(long id, List<PlacedKey> keys) {
    PhoneView p = phone(id).orElseThrow(() -> new NotFound("phone", id));
    for (int i = 0; i < keys.size(); i++) {
      if (keys.get(i).key() < 1) {
        throw new InvalidCommand("keys[" + i + "]", "must be a key from 1 to 27");
      }
    }
    return phones.save(
        new PhoneView(
            p.id(),
            p.mac(),
            p.brand(),
            p.model(),
            p.name(),
            p.site(),
            p.users(),
            p.firmware(),
            p.provisioningUrl(),
            p.plainHttp(),
            p.registered(),
            p.fetchedAt(),
            p.upToDate(),
            p.settings(),
            keys,
            p.overrides()));
  }

  /** One column of MAC addresses is enough here. */
  @Override
  public List<PhoneView> createFrom(String table) {
    List<String> lines = table.lines().skip(1).toList();
    List<InvalidCommand.FieldProblem> problems = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).matches("[0-9a-f]{12}")) {
        problems.add(
            new InvalidCommand.FieldProblem(
                "lines[" + (i + 2) + "].mac", "must be a MAC address, like 805ec0123456"));
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidCommand(problems);
    }
    return create(
        lines.stream()
            .map(mac ->
                new SavePhone(mac, "snom", "D785", null, null, null, null, null, null, null, null))
            .toList());
  }

  @Override
  public void welcome(long id) {
    welcomed.add(id);
  }

  @Override
  public List<PhoneView> phones() {
    return phones.all(Comparator.comparing(PhoneView::id));
  }

  @Override
  public Optional<PhoneView> phone(long id) {
    return phones.byId(id);
  }

  @Override
  public List<PhoneView> create(List<SavePhone> commands) {
    return commands.stream().map(c -> phones.save(view(phones.nextId(), c))).toList();
  }

  @Override
  public PhoneView replace(long id, SavePhone command) {
    if (phone(id).isEmpty()) {
      throw new NotFound("phone", id);
    }
    return phones.save(view(id, command));
  }

  @Override
  public PhoneView swap(long id, SwapPhone command) {
    PhoneView p = phone(id).orElseThrow(() -> new NotFound("phone", id));
    if (command.mac() == null) {
      throw new InvalidCommand("mac", "required for a " + p.brand());
    }
    SavePhone same =
        new SavePhone(
            command.mac(),
            command.brand() == null ? p.brand() : command.brand(),
            command.model() == null ? p.model() : command.model(),
            p.users().getFirst(),
            null,
            p.name(),
            p.site(),
            p.plainHttp(),
            p.settings(),
            p.keys(),
            p.overrides());
    return phones.save(view(id, same));
  }

  @Override
  public void retire(long id) {
    phone(id).ifPresent(p -> deleted.keep("phone", p.name(), () -> phones.save(p)));
    phones.delete(id);
  }

  @Override
  public List<NewcomerView> newcomers() {
    return List.copyOf(newcomers);
  }

  @Override
  public List<ModelView> models() {
    return List.of(
        new ModelView("yealink", "Yealink", "T54W", 16, 27, false),
        new ModelView("snom", "Snom", "D785", 12, 24, false),
        new ModelView("linphone", "Linphone", "Linphone", 1, 0, true));
  }

  @Override
  public List<FetchView> fetches(long id) {
    return List.of(
        new FetchView(Instant.now(), "805ec0123456.cfg", 200, "Yealink SIP-T54W", "192.0.2.17"));
  }

  @Override
  public List<ValueView> values(long id) {
    return List.of(
        new ValueView(
            "vlan", "42", "site", "Berlin", List.of(new BeatenView("0", "built-in", ""))));
  }

  @Override
  public List<KeyView> keys(long id) {
    return List.of(
        new KeyView(1, "line", 1, "", "1001", false),
        new KeyView(2, "speed-dial", 1, "112", "Help", true));
  }

  @Override
  public List<FileView> files(long id) {
    return List.of(
        new FileView("805ec0123456.cfg", "text/plain", "account.1.password = ••••••••\n"));
  }

  @Override
  public boolean checkSync(long id, boolean restart) {
    told.add(id);
    return true;
  }

  @Override
  public RolloutView start(@Nullable List<Long> wanted, boolean restart) {
    int all = phones().size();
    if (all == 0) {
      throw new InvalidCommand("phones", "are all up to date");
    }
    rollout = new RolloutView(State.DONE, Instant.now(), all, 0, 0, all, List.of());
    return rollout;
  }

  @Override
  public @Nullable RolloutView current() {
    return rollout;
  }

  @Override
  public void pause() {
    rollout = rollout == null ? null : with(State.PAUSED, rollout);
  }

  @Override
  public void resume() {
    rollout = rollout == null ? null : with(State.RUNNING, rollout);
  }

  @Override
  public void stop() {
    rollout = rollout == null ? null : with(State.STOPPED, rollout);
  }

  private static RolloutView with(State state, RolloutView r) {
    return new RolloutView(
        state, r.startedAt(), r.all(), r.waiting(), r.told(), r.done(), r.failed());
  }

  private PhoneView view(long id, SavePhone c) {
    if (c.model().isEmpty()) {
      throw new InvalidCommand("model", "required");
    }
    if (c.mac() == null && !c.brand().equals("linphone")) {
      throw new InvalidCommand("mac", "required for a " + c.brand());
    }
    newcomers.removeIf(n -> n.mac().equals(c.mac()));
    List<String> users = new ArrayList<>();
    if (c.user() != null) {
      users.add(c.user());
    }
    if (c.lines() != null) {
      users.addAll(c.lines());
    }
    return new PhoneView(
        id,
        c.mac(),
        c.brand(),
        c.model(),
        c.name(),
        c.site(),
        users,
        null,
        "https://pbx.example:8443/p/Zr7mK2xWq9LbT4yC8vNd5A/",
        Boolean.TRUE.equals(c.plainHttp()),
        false,
        null,
        false,
        c.settings() == null ? Map.of() : c.settings(),
        c.keys() == null ? List.of() : c.keys(),
        c.overrides() == null ? Map.of() : c.overrides());
  }
}
