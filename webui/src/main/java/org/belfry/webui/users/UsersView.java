package org.belfry.webui.users;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.renderer.ComponentRenderer;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouterLink;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.belfry.pbx.admin.DeletedItems;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.LiveUpdates;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.SignInAdmin;
import org.belfry.pbx.admin.SystemMonitor;
import org.belfry.pbx.admin.UserAdmin;
import org.belfry.pbx.admin.UserAdmin.NewUser;
import org.belfry.pbx.admin.UserAdmin.UserView;
import org.belfry.webui.base.AdaptiveGrid;
import org.belfry.webui.base.Empty;
import org.belfry.webui.base.FieldProblems;
import org.belfry.webui.base.Live;
import org.belfry.webui.base.MainLayout;
import org.belfry.webui.base.Myself;
import org.belfry.webui.base.Page;
import org.belfry.webui.base.Pill;
import org.belfry.webui.base.Question;
import org.belfry.webui.base.Toast;
import org.belfry.webui.base.Undo;

/** The people who have an extension. */
@Route(value = "users", layout = MainLayout.class)
@RolesAllowed("ADMIN")
public class UsersView extends Page {
  private final transient UserAdmin users;
  private final transient SystemMonitor system;
  private final transient Invitations invitations;
  private final transient Undo undo;
  private final TextField search = new TextField();
  private final AdaptiveGrid<UserView> grid = new AdaptiveGrid<>(UserView::id);
  private final Div list = new Div();
  private final Empty nobody;
  private final Empty noMatch;

  public UsersView(
      UserAdmin users,
      SystemMonitor system,
      LiveUpdates updates,
      DeletedItems deleted,
      SignInAdmin signIns,
      Myself myself) {
    this.users = users;
    this.system = system;
    this.invitations = new Invitations(signIns, myself.principal());
    super("users.title", "users.lead");
    undo = new Undo(deleted, "user", this::refresh);
    nobody =
        new Empty(
            VaadinIcon.USERS,
            getTranslation("users.empty.title"),
            getTranslation("users.empty.sentence"),
            createButton());
    noMatch =
        new Empty(
            VaadinIcon.SEARCH,
            getTranslation("base.nomatch.title"),
            getTranslation("users.nomatch.sentence"),
            new Button(getTranslation("base.nomatch.clear"), clicked -> search.clear()));
    Button sheet = new Button(getTranslation("newusers.import"), VaadinIcon.UPLOAD.create());
    sheet.addClickListener(clicked -> new UserImportDialog(users, this::refresh).open());
    addActions(sheet, createButton());
    configureSearch();
    configureGrid();
    list.addClassName("bf-list");
    list.add(search, grid, noMatch);
    add(nobody, list);
    Live.follow(this, updates, this::refresh);
  }

  private void configureSearch() {
    search.setPlaceholder(getTranslation("users.search"));
    search.setAriaLabel(getTranslation("users.search"));
    search.setPrefixComponent(VaadinIcon.SEARCH.create());
    search.setClearButtonVisible(true);
    search.setValueChangeMode(ValueChangeMode.LAZY);
    search.addClassName("bf-search");
    search.addValueChangeListener(changed -> refresh());
  }

  private void configureGrid() {
    grid.wide(grid.addColumn(new ComponentRenderer<>(user -> number(user.extension()))))
        .setHeader(getTranslation("users.extension"))
        .setWidth("8rem")
        .setFlexGrow(0);
    grid.wide(grid.addColumn(new ComponentRenderer<>(UsersView::link)))
        .setHeader(getTranslation("users.name"));
    grid.wide(grid.addColumn(user -> user.email() == null ? "–" : user.email()))
        .setHeader(getTranslation("users.email"))
        .setWidth("15rem");
    grid.wide(grid.addColumn(new ComponentRenderer<>(this::devices)))
        .setHeader(getTranslation("users.devices"))
        .setWidth("10rem")
        .setFlexGrow(0);
    grid.narrow(new ComponentRenderer<>(this::entry));
    grid.actions(this::rowActions);
    grid.addItemDoubleClickListener(clicked -> openChange(clicked.getItem()));
  }

  private void refresh() {
    List<UserView> all = users.users();
    String wanted = search.getValue().strip().toLowerCase(Locale.ROOT);
    List<UserView> shown = all.stream().filter(user -> matches(user, wanted)).toList();
    grid.show(shown);
    nobody.setVisible(all.isEmpty());
    list.setVisible(!all.isEmpty());
    grid.setVisible(!shown.isEmpty());
    noMatch.setVisible(shown.isEmpty());
  }

  private static boolean matches(UserView user, String wanted) {
    return Stream.of(user.extension(), user.name(), user.email() == null ? "" : user.email())
        .anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(wanted));
  }

  private Button createButton() {
    Button create = new Button(getTranslation("users.create"), VaadinIcon.PLUS.create());
    create.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
    create.addClickListener(clicked -> new UserDialog.Create(users, this::created).open());
    return create;
  }

  private void openChange(UserView user) {
    new UserDialog.Change(
            users,
            user,
            changed -> {
              refresh();
              Toast.done(getTranslation("users.changed", changed.name()));
            })
        .open();
  }

  private void openCalls(UserView user) {
    getUI().ifPresent(ui -> ui.navigate(UserPage.class, user.extension()));
  }

  private void created(NewUser user, boolean invite) {
    CredentialsDialog credentials = showCredentials(user);
    if (invite) {
      invitations.invite(user.user().id(), credentials::invited);
    }
  }

  private CredentialsDialog showCredentials(NewUser user) {
    refresh();
    CredentialsDialog credentials = new CredentialsDialog(user, system.system());
    credentials.open();
    return credentials;
  }

  private void askNewPassword(UserView user) {
    new Question(
            getTranslation("users.reset.title", user.name()),
            getTranslation("users.reset.sentence"),
            getTranslation("users.reset.yes"),
            () -> unlessGone(() -> showCredentials(users.resetSipPassword(user.id()))))
        .open();
  }

  private void askDelete(UserView user) {
    new Question(
            getTranslation("users.delete.title", user.name()),
            getTranslation("users.delete.sentence", user.extension()),
            getTranslation("users.delete.yes"),
            () -> undo.delete(user.name(), () -> users.delete(user.id())))
        .open();
  }

  private void unlessGone(Runnable action) {
    try {
      action.run();
    } catch (NotFound gone) {
      Toast.problem(getTranslation("base.gone"));
      refresh();
    } catch (InvalidCommand invalid) {
      Toast.problem(FieldProblems.sentence(invalid.problems().getFirst().message()));
    }
  }

  private Component rowActions(UserView user) {
    Div actions =
        new Div(
            rowAction(VaadinIcon.PHONE, "users.calls", user, () -> openCalls(user)),
            rowAction(VaadinIcon.EDIT, "users.change", user, () -> openChange(user)),
            rowAction(VaadinIcon.KEY, "users.reset", user, () -> askNewPassword(user)),
            rowAction(VaadinIcon.TRASH, "users.delete", user, () -> askDelete(user)));
    actions.addClassName("bf-row-actions");
    return actions;
  }

  private Button rowAction(VaadinIcon icon, String textKey, UserView user, Runnable action) {
    Button button = new Button(icon.create(), clicked -> action.run());
    button.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_ICON);
    button.setTooltipText(getTranslation(textKey));
    button.setAriaLabel(getTranslation("base.action.on", getTranslation(textKey), user.name()));
    return button;
  }

  /** To everything that holds for calls of the user. */
  private static Component link(UserView user) {
    RouterLink link = new RouterLink(user.name(), UserPage.class, user.extension());
    link.addClassName("bf-entry-title");
    return link;
  }

  private Component entry(UserView user) {
    Component name = link(user);
    Div line = new Div(number(user.extension()), devices(user));
    line.addClassName("bf-entry-line");
    Div entry = new Div(name, line);
    entry.addClassName("bf-entry");
    return entry;
  }

  private Component devices(UserView user) {
    int count = user.registeredDevices();
    return new Pill(
        getTranslation("users.devices.count", count), count > 0 ? Pill.Tone.GOOD : Pill.Tone.QUIET);
  }

  private static Span number(String digits) {
    Span number = new Span(digits);
    number.addClassName("bf-number");
    return number;
  }

  @Override
  protected void onAttach(AttachEvent attached) {
    super.onAttach(attached);
    search.focus();
  }
}
