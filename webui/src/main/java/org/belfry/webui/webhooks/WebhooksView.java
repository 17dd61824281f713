package org.belfry.webui.webhooks;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.data.renderer.ComponentRenderer;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.net.URI;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.belfry.pbx.admin.CallEvents.CallEventType;
import org.belfry.pbx.admin.LiveUpdates;
import org.belfry.pbx.admin.WebhookAdmin;
import org.belfry.pbx.admin.WebhookAdmin.WebhookView;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Live;
import org.belfry.webui.base.MainLayout;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.Pill;
import org.belfry.webui.base.ThingsPage;
import org.jspecify.annotations.Nullable;

/** The webhooks, and whether their servers take what they are told. */
@Route(value = "webhooks", layout = MainLayout.class)
@RolesAllowed("ADMIN")
public class WebhooksView extends ThingsPage<WebhookView> {
  private static final String TEXTS = "webhooks.";

  private final transient WebhookAdmin webhooks;
  private final transient Inputs inputs = new Inputs(TEXTS);
  private final Moments moments = Moments.of(this);

  public WebhooksView(WebhookAdmin webhooks, LiveUpdates updates) {
    this.webhooks = webhooks;
    super(TEXTS, "webhooks", VaadinIcon.BELL_O);
    grid()
        .wide(grid().addColumn(new ComponentRenderer<>(hook -> number(hook.url()))))
        .setHeader(inputs.text("url"))
        .setFlexGrow(2);
    grid().wide(grid().addColumn(this::events)).setHeader(inputs.text("events"));
    grid()
        .wide(grid().addColumn(new ComponentRenderer<>(this::state)))
        .setKey("state")
        .setHeader(inputs.text("state"))
        .setFlexGrow(2);
    begin();
    Live.follow(this, updates, this::refresh);
  }

  private String events(WebhookView hook) {
    return hook.events().size() == CallEventType.values().length
        ? inputs.text("events.all")
        : hook.events().stream()
            .sorted()
            .map(each -> inputs.word("events", each))
            .collect(Collectors.joining(", "));
  }

  private Div state(WebhookView hook) {
    Pill pill;
    if (!hook.enabled()) {
      pill = new Pill(inputs.text("off"), Pill.Tone.QUIET);
    } else if (hook.lastProblem() != null) {
      pill = new Pill(inputs.text("failing"), Pill.Tone.BAD);
    } else {
      boolean used = hook.delivered() > 0;
      pill =
          new Pill(inputs.text(used ? "good" : "unused"), used ? Pill.Tone.GOOD : Pill.Tone.QUIET);
    }
    Div line = new Div(pill, new Span(inputs.text("counts", hook.delivered(), hook.waiting())));
    line.addClassName("bf-entry-line");
    Div state = new Div(line);
    state.addClassName("bf-entry");
    if (hook.givenUp() > 0) {
      state.add(small(inputs.text("givenup", hook.givenUp())));
    }
    if (hook.lastProblem() != null) {
      state.add(small(hook.lastProblem()));
    } else if (hook.lastDeliveredAt() != null) {
      state.add(small(inputs.text("last", moments.minute(hook.lastDeliveredAt()))));
    }
    return state;
  }

  private static Span small(String sentence) {
    Span small = new Span(sentence);
    small.addClassName("bf-small");
    return small;
  }

  @Override
  protected List<WebhookView> all() {
    return webhooks.webhooks();
  }

  /** The server's name. */
  @Override
  protected String name(WebhookView hook) {
    String host = URI.create(hook.url()).getHost();
    return host == null ? hook.url() : host;
  }

  @Override
  protected Stream<String> searched(WebhookView hook) {
    return Stream.of(hook.url());
  }

  @Override
  protected Component entry(WebhookView hook) {
    Span url = new Span(hook.url());
    url.addClassName("bf-entry-title");
    return entry(url, new Div(state(hook)), new Div(new Span(events(hook))));
  }

  @Override
  protected Dialog form(@Nullable WebhookView hook, Consumer<WebhookView> saved) {
    return new WebhookDialog(webhooks, hook, saved);
  }

  @Override
  protected void delete(WebhookView hook) {
    webhooks.delete(hook.id());
  }
}
