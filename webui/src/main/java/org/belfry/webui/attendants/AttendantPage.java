package org.belfry.webui.attendants;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.router.BeforeEvent;
import com.vaadin.flow.router.BeforeLeaveEvent;
import com.vaadin.flow.router.BeforeLeaveObserver;
import com.vaadin.flow.router.HasUrlParameter;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouteConfiguration;
import jakarta.annotation.security.RolesAllowed;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.belfry.pbx.admin.AnnouncementAdmin;
import org.belfry.pbx.admin.AttendantAdmin;
import org.belfry.pbx.admin.AttendantAdmin.AttendantView;
import org.belfry.pbx.admin.AttendantAdmin.NodeFigure;
import org.belfry.pbx.admin.AttendantAdmin.SaveNode;
import org.belfry.pbx.admin.DestinationList;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.ScheduleAdmin;
import org.belfry.webui.base.Destinations;
import org.belfry.webui.base.FieldProblems;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.MainLayout;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.Page;
import org.belfry.webui.base.Panel;
import org.belfry.webui.base.Question;
import org.belfry.webui.base.Toast;
import org.jspecify.annotations.Nullable;

/**
 * The builder of one attendant: its steps as a tree, the fields of the step that was clicked on,
 * and a dry run. Nothing holds for callers before it is saved.
 */
@Route(value = "attendant", layout = MainLayout.class)
@RolesAllowed("ADMIN")
public class AttendantPage extends Page implements HasUrlParameter<String>, BeforeLeaveObserver {
  private static final int FIGURE_DAYS = 30;
  private static final String NODES = "nodes.";

  private final transient AttendantAdmin attendants;
  private final transient ScheduleAdmin schedules;
  private final transient AnnouncementAdmin announcements;
  private final transient Destinations destinations;
  private final transient Inputs inputs = new Inputs("attendants.");
  private final Moments moments = Moments.of(this);
  private final Clock clock = Clock.systemUTC();
  private final Div content = new Div();
  private final Div problem = new Div();
  private final Div tree = new Div();
  private final Div editor = new Div();
  private final Button save = new Button(inputs.text("save"), clicked -> save());
  private final Button discard = new Button(inputs.text("discard"), clicked -> reload());
  private transient AttendantView before;
  private transient Draft draft;
  private transient List<NodeFigure> figures = List.of();
  private transient List<FieldProblem> problems = List.of();
  private @Nullable String chosen;
  private Set<String> tried = Set.of();
  private boolean dirty;
  private boolean warned;

  @SuppressWarnings("NullAway.Init") // the router gives the name before anything is shown
  public AttendantPage(
      AttendantAdmin attendants,
      ScheduleAdmin schedules,
      AnnouncementAdmin announcements,
      DestinationList destinations) {
    this.attendants = attendants;
    this.schedules = schedules;
    this.announcements = announcements;
    this.destinations = new Destinations(destinations);
    super("attendants.title", "attendants.lead");
    up("attendants.title", AttendantsView.class);
    save.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
    Button details = new Button(inputs.text("details"), VaadinIcon.EDIT.create());
    details.addClickListener(clicked ->
        new DetailsDialog(
                draft,
                () -> {
                  say(draft.name, lead());
                  changed();
                })
            .open());
    addActions(details, discard, save);
    problem.addClassName("bf-form-problem");
    problem.getElement().setAttribute("role", "alert");
    content.addClassName("bf-stack");
    add(content);
  }

  @Override
  public void setParameter(BeforeEvent event, String name) {
    show(
        attendants.attendants().stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow(NotFoundException::new));
    Panel steps = new Panel(inputs.text("steps"), tree);
    Div right = new Div(editor, new TrialPanel(attendants, draft, this::passed));
    right.addClassName("bf-stack");
    Div both = new Div(steps, right);
    both.addClassName("bf-explained");
    content.removeAll();
    content.add(problem, both);
    choose(draft.start());
  }

  private void show(AttendantView view) {
    before = view;
    draft = new Draft(view);
    say(view.name(), lead());
    LocalDate today = LocalDate.ofInstant(clock.instant(), moments.zone());
    figures = attendants.figures(view.name(), today.minusDays(FIGURE_DAYS), today);
    problems = List.of();
    settled();
  }

  private String lead() {
    return draft.number == null
        ? inputs.text("lead.unnumbered")
        : inputs.text("lead.number", draft.number);
  }

  private void settled() {
    dirty = false;
    warned = false;
    problem.setVisible(false);
    save.setEnabled(false);
    discard.setVisible(false);
    UI.getCurrent().getPage().executeJs("window.onbeforeunload = null");
  }

  private void changed() {
    if (!dirty) {
      dirty = true;
      save.setEnabled(true);
      discard.setVisible(true);
      UI.getCurrent().getPage().executeJs("window.onbeforeunload = e => e.preventDefault()");
    }
    draw();
  }

  private void draw() {
    Set<String> wrong = new HashSet<>();
    problems.forEach(p -> {
      String node = nodeOf(p);
      if (node != null) {
        wrong.add(node);
      }
    });
    tree.removeAll();
    tree.add(
        new AttendantTree(
            draft,
            destinations,
            new AttendantTree.Marks(chosen, wrong, tried, figures),
            this::choose));
  }

  private void choose(String name) {
    SaveNode node = draft.node(name);
    if (node == null) {
      return;
    }
    chosen = name;
    NodeEditor fields =
        new NodeEditor(
            name,
            node,
            name.equals(draft.start()),
            new NodeEditor.Choices(
                draft.names(),
                schedules.schedules().stream().map(ScheduleAdmin.ScheduleView::name).toList(),
                destinations,
                announcements.names()),
            changes(name));
    editor.removeAll();
    editor.add(fields);
    List<FieldProblem> its =
        problems.stream()
            .filter(p -> name.equals(nodeOf(p)))
            .map(p ->
                new FieldProblem(
                    p.field().equals(NODES + name)
                        ? ""
                        : p.field().substring(NODES.length() + name.length() + 1),
                    p.message()))
            .toList();
    if (!its.isEmpty()) {
      fields.show(its);
    }
    draw();
  }

  private NodeEditor.Changes changes(String name) {
    return new NodeEditor.Changes() {
      @Override
      public void put(SaveNode node) {
        if (!node.equals(draft.node(name))) {
          draft.put(name, node);
          changed();
        }
      }

      @Override
      public boolean rename(String other) {
        if (!draft.rename(name, other)) {
          return false;
        }
        changed();
        choose(other);
        return true;
      }

      @Override
      public void become(NodeKind kind) {
        draft.put(name, kind.empty());
        changed();
        choose(name);
      }

      @Override
      public void startHere() {
        draft.startAt(name);
        changed();
        choose(name);
      }

      @Override
      public void remove() {
        draft.remove(name);
        changed();
        choose(draft.start());
      }
    };
  }

  private void passed(Set<String> nodes) {
    tried = nodes;
    draw();
  }

  private void save() {
    if (!warned && attendants.attendant(before.id()).filter(before::equals).isEmpty()) {
      warned = true;
      say(List.of(getTranslation("base.changed.meanwhile")));
      return;
    }
    try {
      AttendantView saved = attendants.replace(before.id(), draft.command());
      before = saved;
      problems = List.of();
      UI.getCurrent()
          .getPage()
          .getHistory()
          .replaceState(
              null, RouteConfiguration.forSessionScope().getUrl(AttendantPage.class, saved.name()));
      settled();
      Toast.done(getTranslation("base.saved.name", saved.name()));
      draw();
    } catch (InvalidCommand invalid) {
      problems = invalid.problems();
      say(
          problems.stream()
              .filter(p -> nodeOf(p) == null)
              .map(p -> FieldProblems.sentence(p.message()))
              .toList());
      problems.stream()
          .map(AttendantPage::nodeOf)
          .filter(node -> node != null && draft.node(node) != null)
          .findFirst()
          .ifPresentOrElse(this::choose, this::draw);
    } catch (NotFound gone) {
      Toast.problem(getTranslation("base.gone"));
    }
  }

  private void say(List<String> sentences) {
    problem.removeAll();
    sentences.forEach(sentence -> problem.add(new Paragraph(sentence)));
    problem.setVisible(!sentences.isEmpty());
  }

  private void reload() {
    settled();
    UI.getCurrent().refreshCurrentRoute(false);
  }

  /** The step that a problem is about, or null. */
  private static @Nullable String nodeOf(FieldProblem problem) {
    if (!problem.field().startsWith(NODES)) {
      return null;
    }
    String rest = problem.field().substring(NODES.length());
    int end = rest.indexOf('.');
    return end < 0 ? rest : rest.substring(0, end);
  }

  @Override
  public void beforeLeave(BeforeLeaveEvent event) {
    if (dirty) {
      BeforeLeaveEvent.ContinueNavigationAction leaving = event.postpone();
      new Question(
              getTranslation("base.discard.title"),
              getTranslation("base.discard.sentence"),
              getTranslation("base.discard.yes"),
              () -> {
                settled();
                leaving.proceed();
              })
          .open();
    }
  }
}
