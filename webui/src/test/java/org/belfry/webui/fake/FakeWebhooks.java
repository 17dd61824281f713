package org.belfry.webui.fake;

import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.belfry.pbx.admin.CallEvents.CallEventType;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.WebhookAdmin;

/** Webhooks in memory; nothing is sent. */
public final class FakeWebhooks implements WebhookAdmin {
  private final FakeThings<WebhookView> hooks =
      new FakeThings<>(WebhookView::id, WebhookView::url, "url");

  public void clear() {
    hooks.clear();
  }

  /** The server took some events and fails now. */
  public void fails(long id, String problem) {
    WebhookView h = webhook(id).orElseThrow();
    hooks.save(
        new WebhookView(
            id, h.url(), h.events(), h.enabled(), h.inside(), 3, 120, 2, Instant.now(), problem));
  }

  @Override
  public List<WebhookView> webhooks() {
    return hooks.all(Comparator.comparing(WebhookView::id));
  }

  @Override
  public Optional<WebhookView> webhook(long id) {
    return hooks.byId(id);
  }

  @Override
  public NewWebhook create(SaveWebhook command) {
    WebhookView created = hooks.save(view(hooks.nextId(), command));
    return new NewWebhook(created, "q7Rk2m0nVvYw");
  }

  @Override
  public WebhookView replace(long id, SaveWebhook command) {
    if (webhook(id).isEmpty()) {
      throw new NotFound("webhook", id);
    }
    return hooks.save(view(id, command));
  }

  @Override
  public void delete(long id) {
    hooks.delete(id);
  }

  private static WebhookView view(long id, SaveWebhook c) {
    if (!c.url().matches("https?://[^\\s/]+.*")) {
      throw new InvalidCommand(
          "url", "must be a URL of at most 500 characters, such as https://crm.example/calls");
    }
    Set<CallEventType> events =
        c.events() == null || c.events().isEmpty()
            ? EnumSet.allOf(CallEventType.class)
            : c.events();
    return new WebhookView(
        id,
        c.url(),
        events,
        c.enabled() == null || c.enabled(),
        c.inside() != null && c.inside(),
        0,
        0,
        0,
        null,
        null);
  }
}
