package org.belfry.appliance.settings;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.belfry.appliance.audit.AuditTrail;
import org.belfry.appliance.directory.Seniority;
import org.belfry.appliance.system.BelfryProperties;
import org.belfry.appliance.system.Bootstrap;
import org.belfry.appliance.system.CannotStart;
import org.belfry.appliance.system.LocalAddresses;
import org.belfry.appliance.system.PropertyTree;
import org.belfry.appliance.system.SettingsFile;
import org.belfry.appliance.system.StartSettings;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.SettingsAdmin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** The commands on settings: the database keeps them, the file has them for the next start. */
@Component
class LiveSettingsAdmin implements SettingsAdmin {
  private static final Logger LOG = LoggerFactory.getLogger(LiveSettingsAdmin.class);
  private static final Pattern NAME = Pattern.compile("belfry\\.[a-z0-9.-]*[a-z0-9]");

  /** What the start says of settings that depend on each other, in words of pages. */
  private static final Map<String, String> PLAIN =
      Map.of(
          "belfry.park.longest", "must not be shorter than the time until parked calls ring back",
          "belfry.guard.max-ban-time", "must not be shorter than the first block",
          "belfry.provisioning.dhcp",
              "requires a network interface, and a range to assign addresses",
          "belfry.media.ports", "must be two ports like 30000-39999, the lower one first",
          "belfry.turn.ports", "must be two ports like 40000-40999, the lower one first");

  private final StartSettings start;
  private final SettingStore store;
  private final Restarts restarts;
  private final Seniority owners;
  private final AuditTrail audit;
  private final TransactionTemplate transaction;
  private final InstantSource clock = InstantSource.system();
  private final ReentrantLock one = new ReentrantLock();

  LiveSettingsAdmin(
      Bootstrap groundwork,
      SettingStore store,
      Restarts restarts,
      Seniority owners,
      AuditTrail audit,
      TransactionTemplate transaction) {
    this.start = groundwork.settings();
    this.store = store;
    this.restarts = restarts;
    this.owners = owners;
    this.audit = audit;
    this.transaction = transaction;
  }

  @Override
  public SettingsView settings() {
    Map<String, String> set = store.all();
    Map<String, @Nullable String> now = PropertyTree.values(start.properties());
    Map<String, @Nullable String> next = next(set);
    List<SettingView> views =
        SettingCatalogue.all().stream().map(each -> view(each, set, now, next)).toList();
    return new SettingsView(
        views,
        views.stream().filter(SettingView::pending).map(SettingView::name).toList(),
        refused(start.file()),
        restarts.confirmBy(),
        new RestartView(restarts.tonight(), restarts.liveCalls()));
  }

  @Override
  public SettingView setting(String name) {
    Map<String, String> set = store.all();
    return view(find(name), set, PropertyTree.values(start.properties()), next(set));
  }

  private static SystemSetting find(String name) {
    return SettingCatalogue.find(name).orElseThrow(() -> new NotFound("setting", name));
  }

  private Map<String, @Nullable String> next(Map<String, String> set) {
    try {
      return PropertyTree.values(start.check(set));
    } catch (CannotStart e) {
      // What the file or an option says has changed since.
      Map<String, @Nullable String> stored =
          new LinkedHashMap<>(PropertyTree.values(start.properties()));
      stored.putAll(set);
      return stored;
    }
  }

  private SettingView view(
      SystemSetting setting,
      Map<String, String> set,
      Map<String, @Nullable String> now,
      Map<String, @Nullable String> next) {
    String name = setting.name();
    Source source = source(name, set);
    boolean editable = source == Source.HERE || source == Source.DEFAULT;
    SettingType type = setting.type();
    return new SettingView(
        name,
        setting.group(),
        type.kind(),
        read(type, next.get(name)),
        read(type, start.byDefault(name)),
        read(type, now.get(name)),
        source,
        editable,
        setting.ownerOnly(),
        setting.reaches(),
        true,
        setting.optional(),
        type.range(),
        type.choices());
  }

  private static @Nullable Object read(SettingType type, @Nullable String text) {
    return text == null ? null : type.read(text);
  }

  private Source source(String name, Map<String, String> set) {
    return switch (start.origin(name)) {
      case OPTION -> Source.OPTION;
      case ENVIRONMENT -> Source.ENVIRONMENT;
      case FILE -> Source.FILE;
      case PAGES, DEFAULT -> set.containsKey(name) ? Source.HERE : Source.DEFAULT;
    };
  }

  private static @Nullable RefusedView refused(SettingsFile file) {
    SettingsFile.Refused refused = file.refused();
    if (refused == null) {
      return null;
    }
    Map<String, String> used = file.used();
    Set<String> names = new HashSet<>(refused.values().keySet());
    names.addAll(used.keySet());
    return new RefusedView(
        refused.at(),
        refused.reason(),
        names.stream()
            .filter(name -> !Objects.equals(used.get(name), refused.values().get(name)))
            .sorted()
            .toList());
  }

  @Override
  public SettingsView change(Map<String, @Nullable Object> values) {
    one.lock();
    try {
      Map<String, String> before = store.all();
      Map<String, String> wanted = taken(values, before);
      check(wanted, values.keySet());
      keep(before, wanted);
    } finally {
      one.unlock();
    }
    return settings();
  }

  private Map<String, String> taken(
      Map<String, @Nullable Object> values, Map<String, String> before) {
    Map<String, String> wanted = new LinkedHashMap<>(before);
    List<FieldProblem> problems = new ArrayList<>();
    values.forEach((name, value) -> {
      SystemSetting setting = find(name);
      try {
        if (value == null) {
          wanted.remove(name);
        } else {
          SettingType type = setting.type();
          wanted.put(name, type.written(type.taken(value)));
        }
        if (!Objects.equals(before.get(name), wanted.get(name))) {
          mayChange(setting);
        }
      } catch (IllegalArgumentException e) {
        problems.add(new FieldProblem(name, String.valueOf(e.getMessage())));
      }
    });
    if (!problems.isEmpty()) {
      throw new InvalidCommand(problems);
    }
    return wanted;
  }

  private void mayChange(SystemSetting setting) {
    switch (start.origin(setting.name())) {
      case OPTION ->
          throw new IllegalArgumentException(
              "set by an option of the command line, which takes precedence");
      case ENVIRONMENT ->
          throw new IllegalArgumentException(
              "set by the environment variable "
                  + setting.name().replaceAll("[.-]", "_").toUpperCase(Locale.ROOT)
                  + ", which takes precedence");
      case FILE ->
          throw new IllegalArgumentException("set in belfry.properties, which takes precedence");
      default -> {}
    }
    if (setting.ownerOnly() && !owners.owns()) {
      throw new IllegalArgumentException("only an owner can change this setting");
    }
  }

  /** What the next start would say, said now. */
  private void check(Map<String, String> wanted, Set<String> changed) {
    BelfryProperties next;
    try {
      next = start.check(wanted);
    } catch (CannotStart e) {
      throw invalid(String.valueOf(e.getMessage()), changed);
    }
    if (changed.contains("belfry.bind") && next.bind() != null) {
      checkAddresses(next.bind());
    }
    if (changed.stream().anyMatch(name -> name.endsWith("-port"))) {
      checkPorts(next, changed);
    }
  }

  private static InvalidCommand invalid(String sentence, Set<String> changed) {
    Matcher named = NAME.matcher(sentence);
    String first = changed.isEmpty() ? "" : changed.iterator().next();
    while (named.find()) {
      if (changed.contains(named.group())) {
        String name = named.group();
        return new InvalidCommand(name, PLAIN.getOrDefault(name, sentence));
      }
    }
    return new InvalidCommand(first, sentence);
  }

  private static void checkAddresses(String bind) {
    try {
      for (InetAddress each : LocalAddresses.of(bind).all()) {
        if (!each.isAnyLocalAddress() && NetworkInterface.getByInetAddress(each) == null) {
          throw new InvalidCommand("belfry.bind", "must be addresses of this machine");
        }
      }
    } catch (SocketException e) {
      LOG.debug("the network interfaces cannot be listed; the start says more", e);
    }
  }

  /** Two listeners cannot have the same one. */
  private static void checkPorts(BelfryProperties p, Set<String> changed) {
    Map<String, @Nullable Integer> all = new LinkedHashMap<>();
    all.put("belfry.sip-port", p.sipPort());
    all.put("belfry.https-port", p.httpsPort());
    all.put("belfry.http-port", p.httpPort());
    all.put("belfry.admin-port", p.adminPort());
    all.put("belfry.sip-tls-port", p.sipTlsPort());
    all.put("belfry.sip-ws-port", p.sipWsPort());
    all.put("belfry.sip-wss-port", p.sipWssPort());
    all.put("belfry.turn.port", p.turn().port());
    all.put("belfry.turn.tls-port", p.turn().tlsPort());
    all.put("belfry.provisioning.ldap-port", p.provisioning().ldapPort());
    all.put("belfry.provisioning.ldaps-port", p.provisioning().ldapsPort());
    for (String name : changed) {
      Integer port = all.get(name);
      if (port != null && port > 0 && all.values().stream().filter(port::equals).count() > 1) {
        throw new InvalidCommand(name, "already in use by another setting");
      }
    }
  }

  /** One value, as the audit log tells it. */
  private record Kept(@Nullable String value) {}

  private void keep(Map<String, String> before, Map<String, String> wanted) {
    transaction.executeWithoutResult(status -> {
      for (SystemSetting setting : SettingCatalogue.all()) {
        String was = before.get(setting.name());
        String is = wanted.get(setting.name());
        if (!Objects.equals(was, is)) {
          store.put(setting, is, audit.who(), clock.instant());
          audit.tell("setting", setting.name(), new Kept(was), new Kept(is));
        }
      }
    });
    try {
      start.file().want(wanted);
    } catch (IOException e) {
      // The next start finds that the database has others, and starts once more.
      LOG.error("the settings for the next start cannot be written: {}", e.getMessage());
    }
  }

  @Override
  public SettingsView undo() {
    one.lock();
    try {
      Map<String, String> before = store.all();
      Map<String, String> used = new LinkedHashMap<>(start.file().used());
      used.keySet().removeIf(name -> SettingCatalogue.find(name).isEmpty());
      for (SystemSetting setting : SettingCatalogue.all()) {
        if (setting.ownerOnly()
            && !Objects.equals(before.get(setting.name()), used.get(setting.name()))
            && !owners.owns()) {
          throw new InvalidCommand(setting.name(), "only an owner can change this setting");
        }
      }
      keep(before, used);
    } finally {
      one.unlock();
    }
    return settings();
  }

  @Override
  public void restartNow() {
    try {
      start.file().tryAgain();
    } catch (IOException e) {
      LOG.error("what did not work cannot be tried again: {}", e.getMessage());
    }
    audit.tell("restart", "", null, new Kept("now"));
    restarts.now("settings were changed");
  }

  @Override
  public SettingsView restartTonight() {
    for (SettingView each : settings().settings()) {
      if (each.reaches() && each.pending()) {
        throw new InvalidCommand(
            each.name(),
            "after this change an administrator must sign in within ten minutes; restart now");
      }
    }
    restarts.plan();
    audit.tell("restart", "", null, new Kept("tonight"));
    return settings();
  }

  @Override
  public SettingsView cancelRestart() {
    if (restarts.tonight() != null) {
      restarts.cancel();
      audit.tell("restart", "", new Kept("tonight"), null);
    }
    return settings();
  }
}
