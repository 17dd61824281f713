package org.belfry.webui.announcements;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.renderer.ComponentRenderer;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.belfry.pbx.admin.DestinationList;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.PromptAdmin;
import org.belfry.pbx.admin.PromptAdmin.PromptView;
import org.belfry.webui.base.AdaptiveGrid;
import org.belfry.webui.base.Destinations;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Live;
import org.belfry.webui.base.MainLayout;
import org.belfry.webui.base.Page;
import org.belfry.webui.base.Pill;
import org.belfry.webui.base.Question;
import org.belfry.webui.base.SoundPlayer;
import org.belfry.webui.base.Toast;

/** What Belfry says by itself, to be heard, replaced and restored. */
@Route(value = "prompts", layout = MainLayout.class)
@RolesAllowed("ADMIN")
public class PromptsView extends Page {
  private static final Duration LOOKS = Duration.ofSeconds(5);

  private final transient PromptAdmin prompts;
  private final transient DestinationList list;
  private final transient Inputs inputs = new Inputs("prompts.");
  private final Select<String> language = inputs.labelled("language", new Select<>());
  private final TextField search = inputs.line("search");
  private final AdaptiveGrid<PromptView> grid = new AdaptiveGrid<>();

  public PromptsView(PromptAdmin prompts, DestinationList list) {
    this.prompts = prompts;
    this.list = list;
    super("prompts.title", "prompts.lead");
    up("announcements.title", AnnouncementsView.class);
    List<String> languages = prompts.languages();
    language.setItems(languages);
    language.setItemLabelGenerator(code -> Languages.name(code, getLocale()));
    String mine = getLocale().getLanguage();
    language.setValue(languages.contains(mine) ? mine : languages.getFirst());
    language.addValueChangeListener(chosen -> refresh());
    search.setClearButtonVisible(true);
    search.setValueChangeMode(ValueChangeMode.LAZY);
    search.addValueChangeListener(typed -> refresh());
    Div filter = new Div(language, search);
    filter.addClassName("bf-beside");
    grid.wide(grid.addColumn(new ComponentRenderer<>(this::title))).setHeader(inputs.text("name"));
    grid.wide(grid.addColumn(PromptView::text)).setHeader(inputs.text("text")).setFlexGrow(3);
    grid.wide(grid.addColumn(new ComponentRenderer<>(this::player)))
        .setHeader(inputs.text("audio"))
        .setFlexGrow(2);
    grid.narrow(new ComponentRenderer<>(this::entry));
    grid.actions(this::actions);
    add(filter, grid);
    refresh();
    Live.again(this, LOOKS, this::refresh);
  }

  private void refresh() {
    String wanted = search.getValue().strip().toLowerCase(Locale.ROOT);
    Set<String> others = new HashSet<>(prompts.announcements());
    grid.show(
        prompts.prompts(language.getValue()).stream()
            .filter(each -> !others.contains(each.name()))
            .filter(each ->
                each.name().contains(wanted)
                    || each.text().toLowerCase(Locale.ROOT).contains(wanted))
            .toList());
  }

  private Component title(PromptView prompt) {
    Span name = new Span(prompt.name());
    name.addClassName("bf-entry-title");
    Div title = new Div(name);
    title.addClassName("bf-entry-line");
    if (prompt.own()) {
      title.add(new Pill(inputs.text("replaced"), Pill.Tone.BUSY));
    }
    return title;
  }

  private Component player(PromptView prompt) {
    String spoken = language.getValue();
    return SoundPlayer.ofWav(
        inputs.text("play", prompt.name()), () -> prompts.sound(spoken, prompt.name()));
  }

  private Component entry(PromptView prompt) {
    Div entry = new Div(title(prompt), new Div(prompt.text()), player(prompt));
    entry.addClassName("bf-entry");
    return entry;
  }

  private Component actions(PromptView prompt) {
    Div actions = new Div(action(VaadinIcon.MICROPHONE, "replace", prompt, () -> replace(prompt)));
    if (prompt.own()) {
      actions.add(action(VaadinIcon.ARROW_BACKWARD, "restore", prompt, () -> ask(prompt)));
    }
    actions.addClassName("bf-row-actions");
    return actions;
  }

  private Button action(VaadinIcon icon, String key, PromptView prompt, Runnable does) {
    Button button = new Button(icon.create(), clicked -> does.run());
    button.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_ICON);
    button.setTooltipText(inputs.text(key));
    button.setAriaLabel(getTranslation("base.action.on", inputs.text(key), prompt.name()));
    return button;
  }

  private void replace(PromptView prompt) {
    new ReplaceDialog(prompts, new Destinations(list), language.getValue(), prompt, this::refresh)
        .open();
  }

  private void ask(PromptView prompt) {
    new Question(
            inputs.text("original.title", prompt.name()),
            inputs.text("original.sentence"),
            inputs.text("restore"),
            () -> restore(prompt))
        .open();
  }

  private void restore(PromptView prompt) {
    try {
      prompts.reset(language.getValue(), prompt.name());
      Toast.done(inputs.text("restored", prompt.name()));
    } catch (NotFound gone) {
      Toast.problem(getTranslation("base.gone"));
    }
    refresh();
  }
}
