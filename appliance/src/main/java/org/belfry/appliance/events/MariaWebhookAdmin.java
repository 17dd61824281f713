package org.belfry.appliance.events;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.belfry.appliance.directory.PasswordVault;
import org.belfry.appliance.directory.Seniority;
import org.belfry.appliance.events.WebhookTable.Row;
import org.belfry.appliance.outgoing.OutgoingHttp;
import org.belfry.appliance.system.BelongsToCalls;
import org.belfry.pbx.admin.CallEvents;
import org.belfry.pbx.admin.CallEvents.CallEventType;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.LiveUpdates.Subscription;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.WebhookAdmin;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The webhooks and their deliveries. */
@Component
class MariaWebhookAdmin implements BelongsToCalls, WebhookAdmin, DisposableBean {
  private static final int MAX = 20;
  private static final int SECRET_BYTES = 32;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  private final WebhookTable table;
  private final PasswordVault vault;
  private final CallEvents events;
  private final ObjectProvider<Seniority> seniority;
  private final SecureRandom random = new SecureRandom();
  private final OutgoingHttp http = new OutgoingHttp();
  private final ReentrantLock oneAtATime = new ReentrantLock();
  private final Map<Long, Running> running = new HashMap<>();

  private record Running(Delivery delivery, Subscription subscription) {
    void close() {
      subscription.close();
      delivery.close();
    }
  }

  MariaWebhookAdmin(
      WebhookTable table,
      PasswordVault vault,
      CallEvents events,
      ObjectProvider<Seniority> seniority) {
    this.table = table;
    this.vault = vault;
    this.events = events;
    this.seniority = seniority;
    table.all().forEach(this::start);
  }

  @Override
  public List<WebhookView> webhooks() {
    return table.all().stream().map(this::view).toList();
  }

  @Override
  public Optional<WebhookView> webhook(long id) {
    return table.byId(id).map(this::view);
  }

  @Override
  public NewWebhook create(SaveWebhook command) {
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    Row good = checked(0, command, null, vault.seal(secret));
    oneAtATime.lock();
    try {
      if (table.all().size() >= MAX) {
        throw new InvalidCommand("url", MAX + " already exist, which is the limit");
      }
      Row stored = table.byId(table.insert(good)).orElseThrow();
      start(stored);
      return new NewWebhook(view(stored), secret);
    } finally {
      oneAtATime.unlock();
    }
  }

  @Override
  public WebhookView replace(long id, SaveWebhook command) {
    oneAtATime.lock();
    try {
      Row before = table.byId(id).orElseThrow(() -> new NotFound("webhook", id));
      Row after = checked(id, command, before, before.sealedSecret());
      table.update(after);
      stop(id);
      start(after);
      return view(after);
    } finally {
      oneAtATime.unlock();
    }
  }

  @Override
  public void delete(long id) {
    oneAtATime.lock();
    try {
      if (!table.delete(id)) {
        throw new NotFound("webhook", id);
      }
      stop(id);
    } finally {
      oneAtATime.unlock();
    }
  }

  @Override
  public void destroy() {
    oneAtATime.lock();
    try {
      running.values().forEach(Running::close);
    } finally {
      oneAtATime.unlock();
    }
  }

  private void start(Row row) {
    if (row.enabled()) {
      String secret = vault.open(row.sealedSecret());
      Delivery delivery =
          new Delivery(http, row.url(), row.inside(), row.events(), secret, FIRST_PAUSE);
      running.put(row.id(), new Running(delivery, events.onEvent(delivery)));
    }
  }

  private void stop(long id) {
    Running before = running.remove(id);
    if (before != null) {
      before.close();
    }
  }

  private @Nullable Delivery delivery(long id) {
    oneAtATime.lock();
    try {
      Running it = running.get(id);
      return it == null ? null : it.delivery();
    } finally {
      oneAtATime.unlock();
    }
  }

  private WebhookView view(Row row) {
    Delivery d = delivery(row.id());
    return new WebhookView(
        row.id(),
        row.url(),
        row.events(),
        row.enabled(),
        row.inside(),
        d == null ? 0 : d.waiting(),
        d == null ? 0 : d.delivered(),
        d == null ? 0 : d.givenUp(),
        d == null ? null : d.lastDeliveredAt(),
        d == null ? null : d.lastProblem());
  }

  /** Who allows a server inside allows that one; another address is another question. */
  private boolean inside(SaveWebhook c, String url, @Nullable Row before) {
    boolean was = before != null && before.inside() && before.url().equals(url);
    boolean wanted = c.inside() == null ? was : c.inside();
    if (wanted && !was && !seniority.stream().allMatch(Seniority::owns)) {
      throw new InvalidCommand("inside", "only an owner can allow private addresses");
    }
    return wanted;
  }

  private Row checked(long id, SaveWebhook c, @Nullable Row before, byte[] secret) {
    String url = c.url() == null ? "" : c.url().strip();
    if (!isHttp(url)) {
      throw new InvalidCommand(
          "url", "must be a URL of at most 500 characters, such as https://crm.example/calls");
    }
    Set<CallEventType> types = EnumSet.allOf(CallEventType.class);
    if (c.events() != null && !c.events().isEmpty()) {
      types.retainAll(c.events());
    }
    boolean enabled = c.enabled() == null || c.enabled();
    return new Row(id, url, types, enabled, inside(c, url, before), secret);
  }

  private static boolean isHttp(String url) {
    try {
      URI uri = URI.create(url);
      return url.length() <= 500
          && uri.getHost() != null
          && uri.getUserInfo() == null
          && ("https".equalsIgnoreCase(uri.getScheme())
              || "http".equalsIgnoreCase(uri.getScheme()));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
