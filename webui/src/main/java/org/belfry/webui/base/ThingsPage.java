package org.belfry.webui.base;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.renderer.ComponentRenderer;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.router.AfterNavigationEvent;
import com.vaadin.flow.router.AfterNavigationObserver;
import com.vaadin.flow.router.BeforeEvent;
import com.vaadin.flow.router.HasUrlParameter;
import com.vaadin.flow.router.OptionalParameter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.belfry.pbx.admin.DeletedItems;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.belfry.pbx.admin.NotFound;
import org.jspecify.annotations.Nullable;

/**
 * A page that lists things of one kind and has a form for each: search, list, what to do when there
 * is nothing yet, create, change, delete. A thing has an address of its own, {@code groups/600},
 * which opens its form.
 *
 * @param <V> a thing as the appliance shows it
 */
public abstract class ThingsPage<V> extends Page
    implements HasUrlParameter<String>, AfterNavigationObserver {
  /** Up to so many are seen at once, and no search is needed. */
  private static final int SEARCH_FROM = 8;

  private final String family;
  private final String path;
  private final TextField search = new TextField();
  private final AdaptiveGrid<V> grid = new AdaptiveGrid<>();
  private final Div list = new Div();
  private final Empty none;
  private final Empty noMatch;
  private @Nullable String asked;
  private transient @Nullable DeletedItems deleted;
  private String kind = "";

  /**
   * One whose deletions can be taken back.
   *
   * @param kind of its things, as {@link DeletedItems} has it
   */
  protected ThingsPage(
      String family, String path, VaadinIcon icon, DeletedItems deleted, String kind) {
    this(family, path, icon);
    this.deleted = deleted;
    this.kind = kind;
  }

  /**
   * @param family of texts, ending in a full stop: {@code title}, {@code lead}, {@code create},
   *     {@code change}, {@code saved}, {@code empty.title}, {@code empty.sentence}, {@code search},
   *     {@code delete}, {@code delete.title}, {@code delete.sentence}, {@code delete.yes}, {@code
   *     deleted}
   * @param path of the page
   */
  protected ThingsPage(String family, String path, VaadinIcon icon) {
    this.family = family;
    this.path = path;
    super(family + "title", family + "lead");
    none = new Empty(icon, words("empty.title"), words("empty.sentence"), createButton());
    noMatch =
        new Empty(
            VaadinIcon.SEARCH,
            getTranslation("base.nomatch.title"),
            getTranslation("base.nomatch.sentence"),
            new Button(getTranslation("base.nomatch.clear"), clicked -> search.clear()));
    addActions(createButton());
    search.setPlaceholder(words("search"));
    search.setAriaLabel(words("search"));
    search.setPrefixComponent(VaadinIcon.SEARCH.create());
    search.setClearButtonVisible(true);
    search.setValueChangeMode(ValueChangeMode.LAZY);
    search.addClassName("bf-search");
    search.addValueChangeListener(changed -> refresh());
    list.addClassName("bf-list");
    list.add(search, grid, noMatch);
    add(none, list);
  }

  /** To be called when the columns for wide screens are there; shows the list. */
  protected final void begin() {
    grid.narrow(new ComponentRenderer<>(this::entry));
    grid.actions(this::rowActions);
    grid.addItemDoubleClickListener(clicked -> open(clicked.getItem()));
    refresh();
  }

  protected final AdaptiveGrid<V> grid() {
    return grid;
  }

  /** All things there are, in the order they are shown. */
  protected abstract List<V> all();

  /** What people call it. */
  protected abstract String name(V thing);

  /** What stands for it in addresses: a name or a number. */
  protected String address(V thing) {
    return name(thing);
  }

  /** What the search looks into. */
  protected abstract Stream<String> searched(V thing);

  /** The row of a narrow screen. */
  protected abstract Component entry(V thing);

  /**
   * The form.
   *
   * @param thing to change, or null for a new one
   * @param saved to be given the thing afterwards
   */
  protected abstract Dialog form(@Nullable V thing, Consumer<V> saved);

  /**
   * @throws InvalidCommand when it is still needed
   */
  protected abstract void delete(V thing);

  /** Further buttons of a row, before change and delete. */
  protected Stream<Button> moreActions(V thing) {
    return Stream.empty();
  }

  /** Reads the things anew. */
  protected final void refresh() {
    List<V> all = all();
    String wanted = search.getValue().strip().toLowerCase(Locale.ROOT);
    List<V> shown = all.stream().filter(thing -> matches(thing, wanted)).toList();
    grid.show(shown);
    none.setVisible(all.isEmpty());
    list.setVisible(!all.isEmpty());
    search.setVisible(all.size() >= SEARCH_FROM || !wanted.isEmpty());
    grid.setVisible(!shown.isEmpty());
    noMatch.setVisible(shown.isEmpty());
  }

  private boolean matches(V thing, String wanted) {
    return searched(thing).anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(wanted));
  }

  @Override
  public void setParameter(BeforeEvent event, @OptionalParameter @Nullable String parameter) {
    asked = parameter;
  }

  @Override
  public void afterNavigation(AfterNavigationEvent event) {
    String address = asked;
    asked = null;
    if (address != null) {
      all().stream()
          .filter(thing -> address(thing).equals(address))
          .findFirst()
          .ifPresentOrElse(this::open, () -> Toast.problem(getTranslation("base.gone")));
    }
  }

  private Button createButton() {
    Button create = new Button(words("create"), VaadinIcon.PLUS.create());
    create.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
    create.addClickListener(clicked -> open(null));
    return create;
  }

  /** Opens the form, and says so in the browser's address. */
  protected void open(@Nullable V thing) {
    Dialog form =
        form(
            thing,
            saved -> {
              refresh();
              sayIsSaved(saved);
            });
    if (thing != null) {
      showAddress(path + "/" + encoded(address(thing)));
      form.addOpenedChangeListener(changed -> {
        if (!changed.isOpened()) {
          showAddress(path);
        }
      });
    }
    form.open();
  }

  private void sayIsSaved(V thing) {
    String saved = getTranslation("base.saved.name", name(thing));
    List<FieldProblem> warnings = warnings(thing);
    if (warnings.isEmpty()) {
      Toast.done(saved);
    } else {
      Toast.warning(saved + " " + FieldProblems.sentence(warnings.getFirst().message()));
    }
  }

  private static void showAddress(String address) {
    UI.getCurrent().getPage().getHistory().replaceState(null, address);
  }

  private static String encoded(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private void askDelete(V thing) {
    new Question(
            getTranslation(family + "delete.title", name(thing)),
            words("delete.sentence"),
            words("delete.yes"),
            () -> tryDelete(thing))
        .open();
  }

  private void tryDelete(V thing) {
    if (deleted != null) {
      new Undo(deleted, kind, this::refresh).delete(name(thing), () -> delete(thing));
      return;
    }
    try {
      delete(thing);
      Toast.done(getTranslation("base.deleted", name(thing)));
    } catch (NotFound gone) {
      Toast.problem(getTranslation("base.gone"));
    } catch (InvalidCommand needed) {
      Toast.problem(FieldProblems.sentence(needed.problems().getFirst().message()));
    }
    refresh();
  }

  private Component rowActions(V thing) {
    Div actions = new Div();
    moreActions(thing).forEach(actions::add);
    actions.add(
        action(VaadinIcon.EDIT, getTranslation("base.edit"), thing, () -> open(thing)),
        action(VaadinIcon.TRASH, getTranslation("base.delete"), thing, () -> askDelete(thing)));
    actions.addClassName("bf-row-actions");
    return actions;
  }

  /** A button of a row. */
  protected final Button action(VaadinIcon icon, String words, V thing, Runnable does) {
    Button button = new Button(icon.create(), clicked -> does.run());
    button.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_ICON);
    button.setTooltipText(words);
    button.setAriaLabel(getTranslation("base.action.on", words, name(thing)));
    return button;
  }

  /** What about it is probably not meant so; nothing unless a page says otherwise. */
  protected List<FieldProblem> warnings(V thing) {
    return List.of();
  }

  /** The title of a row: its name, and a sign when something about it is probably not meant so. */
  protected final Component title(String name, V thing) {
    return title(new Span(name), thing);
  }

  /** The same for a name that is a link. */
  protected final Component title(Component name, V thing) {
    name.addClassName("bf-entry-title");
    Div title = new Div(name);
    List<FieldProblem> warnings = warnings(thing);
    title.addClassName("bf-entry-line");
    if (!warnings.isEmpty()) {
      Pill pill = new Pill(getTranslation("base.check"), Pill.Tone.BUSY);
      pill.setTitle(FieldProblems.sentence(warnings.getFirst().message()));
      title.add(pill);
    }
    return title;
  }

  /** A row of a narrow screen: a title with lines below. */
  protected static Div entry(Component title, Component... lines) {
    Div entry = new Div(title);
    entry.addClassName("bf-entry");
    for (Component line : lines) {
      line.addClassName("bf-entry-line");
      entry.add(line);
    }
    return entry;
  }

  /** Digits, or anything that is read sign by sign. */
  protected static Span number(String digits) {
    Span number = new Span(digits);
    number.addClassName("bf-number");
    return number;
  }

  private String words(String key) {
    return getTranslation(family + key);
  }
}
