package org.belfry.webui.search;

import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.i18n.I18NProvider;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.belfry.pbx.admin.DestinationList;
import org.belfry.pbx.admin.DestinationList.DestinationView;
import org.belfry.pbx.admin.InboundAdmin;
import org.belfry.pbx.admin.SettingsAdmin;
import org.belfry.pbx.admin.SystemMonitor;
import org.belfry.pbx.admin.TrunkMonitor;
import org.belfry.webui.base.Finder;
import org.springframework.stereotype.Component;

/**
 * Users, groups, queues, attendants, rooms, trunks, outside numbers, pages and settings. What is
 * called exactly so comes first. Without the database everything but outside numbers and settings
 * is found.
 */
@Component
class Everything implements Finder {
  /** The pages of the navigation by the keys of their names. */
  static final Map<String, String> PAGES =
      Map.ofEntries(
          Map.entry("nav.dashboard", ""),
          Map.entry("nav.calls", "calls"),
          Map.entry("nav.history", "history"),
          Map.entry("nav.reports", "reports"),
          Map.entry("nav.recordings", "recordings"),
          Map.entry("nav.queues", "queues"),
          Map.entry("wallboard.title", "wallboard"),
          Map.entry("nav.conferences", "conferences"),
          Map.entry("nav.plans", "plans"),
          Map.entry("nav.users", "users"),
          Map.entry("nav.groups", "groups"),
          Map.entry("nav.mailboxes", "mailboxes"),
          Map.entry("nav.phones", "phones"),
          Map.entry("nav.registrations", "registrations"),
          Map.entry("nav.inbound", "inbound"),
          Map.entry("nav.routes", "routes"),
          Map.entry("nav.trunks", "trunks"),
          Map.entry("nav.peers", "peers"),
          Map.entry("nav.attendants", "attendants"),
          Map.entry("nav.schedules", "schedules"),
          Map.entry("nav.music", "music"),
          Map.entry("nav.announcements", "announcements"),
          Map.entry("prompts.title", "prompts"),
          Map.entry("nav.emergency", "emergency"),
          Map.entry("nav.dialling", "dialling"),
          Map.entry("nav.health", "health"),
          Map.entry("nav.backups", "backups"),
          Map.entry("restore.page", "restore"),
          Map.entry("nav.security", "security"),
          Map.entry("nav.fuse", "fraud-fuse"),
          Map.entry("nav.audit", "audit"),
          Map.entry("nav.log", "log"),
          Map.entry("nav.storage", "storage"),
          Map.entry("nav.support", "support"),
          Map.entry("nav.webhooks", "webhooks"),
          Map.entry("nav.mail", "mail"),
          Map.entry("nav.settings", "settings"),
          Map.entry("nav.network", "network"),
          Map.entry("nav.certificates", "certificates"),
          Map.entry("nav.updates", "updates"),
          Map.entry("nav.system", "system"),
          Map.entry("wizard.title", "wizard"));

  private final DestinationList destinations;
  private final TrunkMonitor trunks;
  private final InboundAdmin inbound;
  private final SystemMonitor system;
  private final SettingsAdmin settings;

  Everything(
      DestinationList destinations,
      TrunkMonitor trunks,
      InboundAdmin inbound,
      SystemMonitor system,
      SettingsAdmin settings) {
    this.destinations = destinations;
    this.trunks = trunks;
    this.inbound = inbound;
    this.system = system;
    this.settings = settings;
  }

  @Override
  public List<Hit> find(String words, int most) {
    String wanted = words.strip().toLowerCase(Locale.ROOT);
    return Stream.of(things(), pages(), trunks(), numbers(), settings())
        .flatMap(hits -> hits)
        .filter(hit -> rank(hit, wanted) < 3)
        .sorted((a, b) -> Integer.compare(rank(a, wanted), rank(b, wanted)))
        .limit(most)
        .toList();
  }

  /** 0 for what is called exactly so, 1 for what begins so, 2 for what contains it, else 3. */
  private static int rank(Hit hit, String wanted) {
    String title = hit.title().toLowerCase(Locale.ROOT);
    String detail = hit.detail().toLowerCase(Locale.ROOT);
    if (title.equals(wanted) || List.of(detail.split(" ")).contains(wanted)) {
      return 0;
    }
    return title.startsWith(wanted) || title.contains(" " + wanted)
        ? 1
        : title.contains(wanted) || detail.contains(wanted) ? 2 : 3;
  }

  private Stream<Hit> things() {
    return destinations.destinations().stream().map(Everything::hit);
  }

  private static Hit hit(DestinationView view) {
    return switch (view.kind()) {
      case USER -> hit(VaadinIcon.USER, view, "search.user", "users/" + view.number());
      case GROUP -> hit(VaadinIcon.GROUP, view, "search.group", "groups/" + view.number());
      case QUEUE -> hit(VaadinIcon.TIME_FORWARD, view, "search.queue", "queue/" + view.name());
      case ATTENDANT ->
          hit(VaadinIcon.SITEMAP, view, "search.attendant", "attendant/" + view.name());
      case CONFERENCE ->
          hit(VaadinIcon.COMMENTS_O, view, "search.conference", "conferences/" + view.name());
      case ANNOUNCEMENT ->
          hit(VaadinIcon.MEGAPHONE, view, "search.announcement", "announcements/" + view.name());
      case MAILBOX ->
          hit(VaadinIcon.ENVELOPE_O, view, "search.mailbox", "mailbox/" + view.number());
    };
  }

  private static Hit hit(VaadinIcon icon, DestinationView view, String key, String path) {
    String what = I18NProvider.translate(key);
    return new Hit(
        icon, view.name(), view.number().isEmpty() ? what : what + " " + view.number(), path);
  }

  private Stream<Hit> pages() {
    String page = I18NProvider.translate("search.page");
    return PAGES.entrySet().stream()
        .map(each ->
            new Hit(
                VaadinIcon.FILE_O, I18NProvider.translate(each.getKey()), page, each.getValue()));
  }

  private Stream<Hit> trunks() {
    String trunk = I18NProvider.translate("search.trunk");
    return trunks.trunks().stream()
        .map(each ->
            new Hit(VaadinIcon.GLOBE_WIRE, each.name(), trunk, "trunks/" + encoded(each.name())));
  }

  private Stream<Hit> numbers() {
    if (!system.system().databaseUp()) {
      return Stream.empty();
    }
    String number = I18NProvider.translate("search.number");
    return inbound.numbers().stream()
        .map(each ->
            new Hit(
                VaadinIcon.SIGN_IN, each.pattern(), number, "inbound/" + encoded(each.pattern())));
  }

  private Stream<Hit> settings() {
    if (!system.system().databaseUp()) {
      return Stream.empty();
    }
    String setting = I18NProvider.translate("search.setting");
    return settings.settings().settings().stream()
        .map(each ->
            new Hit(
                VaadinIcon.SLIDERS,
                I18NProvider.translate(
                    "property." + each.name().substring(each.name().indexOf('.') + 1)),
                setting,
                "settings/" + each.name()));
  }

  private static String encoded(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
