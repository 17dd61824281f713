package org.belfry.webui.webhooks;

import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.checkbox.CheckboxGroup;
import com.vaadin.flow.component.textfield.TextField;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.belfry.pbx.admin.CallEvents.CallEventType;
import org.belfry.pbx.admin.WebhookAdmin;
import org.belfry.pbx.admin.WebhookAdmin.NewWebhook;
import org.belfry.pbx.admin.WebhookAdmin.SaveWebhook;
import org.belfry.pbx.admin.WebhookAdmin.WebhookView;
import org.belfry.webui.base.FormDialog;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.SecretDialog;
import org.jspecify.annotations.Nullable;

/** The form for one webhook; the secret of a new one is shown once. */
final class WebhookDialog extends FormDialog {
  private final transient WebhookAdmin webhooks;
  private final @Nullable WebhookView before;
  private final transient Consumer<WebhookView> saved;
  private final transient Inputs inputs = new Inputs("webhooks.");
  private final TextField url = inputs.line("url");
  private final CheckboxGroup<CallEventType> events =
      inputs.choices("events", List.of(CallEventType.values()));
  private final Checkbox enabled = inputs.check("enabled");
  private final Checkbox inside = inputs.check("inside");

  WebhookDialog(WebhookAdmin webhooks, @Nullable WebhookView before, Consumer<WebhookView> saved) {
    this.webhooks = webhooks;
    this.before = before;
    this.saved = saved;
    super(
        text(before == null ? "webhooks.create" : "webhooks.change"),
        text(before == null ? "webhooks.create.save" : "base.save"));
    url.setRequiredIndicatorVisible(true);
    url.setAutofocus(true);
    field("url", url);
    field("events", events);
    field("enabled", enabled);
    field("inside", inside);
    url.setValue(before == null ? "" : before.url());
    events.setValue(before == null ? Set.of(CallEventType.values()) : before.events());
    enabled.setValue(before == null || before.enabled());
    inside.setValue(before != null && before.inside());
    if (before != null) {
      unlessOther(() -> webhooks.webhook(before.id()).map(WebhookDialog::fields));
    }
  }

  private static List<Object> fields(WebhookView webhook) {
    return List.of(webhook.url(), webhook.events(), webhook.enabled(), webhook.inside());
  }

  @Override
  protected void save() {
    SaveWebhook command =
        new SaveWebhook(
            url.getValue().strip(), events.getValue(), enabled.getValue(), inside.getValue());
    if (before != null) {
      saved.accept(webhooks.replace(before.id(), command));
      return;
    }
    NewWebhook created = webhooks.create(command);
    saved.accept(created.webhook());
    new SecretDialog(
            inputs.text("secret.title"),
            inputs.text("secret.once"),
            inputs.text("secret"),
            created.secret())
        .open();
  }
}
