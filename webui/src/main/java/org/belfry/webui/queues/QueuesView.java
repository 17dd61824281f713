package org.belfry.webui.queues;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.data.renderer.ComponentRenderer;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouterLink;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.belfry.pbx.admin.AnnouncementAdmin;
import org.belfry.pbx.admin.DeletedItems;
import org.belfry.pbx.admin.DestinationList;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.belfry.pbx.admin.MusicAdmin;
import org.belfry.pbx.admin.QueueAdmin;
import org.belfry.pbx.admin.QueueAdmin.QueueView;
import org.belfry.pbx.admin.QueueMonitor;
import org.belfry.pbx.admin.QueueMonitor.LiveQueue;
import org.belfry.webui.base.Destinations;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Live;
import org.belfry.webui.base.MainLayout;
import org.belfry.webui.base.Pill;
import org.belfry.webui.base.ThingsPage;
import org.jspecify.annotations.Nullable;

/** The queues, and who waits in them. */
@Route(value = "queues", layout = MainLayout.class)
@RolesAllowed("ADMIN")
public class QueuesView extends ThingsPage<QueueView> {
  private static final String TEXTS = "queues.";

  private final transient QueueAdmin queues;
  private final transient QueueMonitor monitor;
  private final transient DestinationList list;
  private final transient MusicAdmin music;
  private final transient AnnouncementAdmin announcements;
  private final transient Inputs inputs = new Inputs(TEXTS);
  private transient Map<String, LiveQueue> live = Map.of();

  public QueuesView(
      QueueAdmin queues,
      QueueMonitor monitor,
      DestinationList list,
      MusicAdmin music,
      AnnouncementAdmin announcements,
      DeletedItems deleted) {
    this.queues = queues;
    this.monitor = monitor;
    this.list = list;
    this.music = music;
    this.announcements = announcements;
    super(TEXTS, "queues", VaadinIcon.TIME_FORWARD, deleted, "call_queue");
    RouterLink wall = new RouterLink(inputs.text("wallboard"), WallboardView.class);
    wall.addClassName("bf-link-button");
    addActions(wall);
    grid()
        .wide(grid().addColumn(new ComponentRenderer<>(this::link)))
        .setHeader(inputs.text("name"));
    grid()
        .wide(grid().addColumn(new ComponentRenderer<>(q -> number(Inputs.orEmpty(q.number())))))
        .setHeader(inputs.text("number"))
        .setWidth("7rem")
        .setFlexGrow(0);
    grid()
        .wide(grid().addColumn(new ComponentRenderer<>(this::state)))
        .setKey("state")
        .setHeader(inputs.text("now"))
        .setFlexGrow(2);
    grid()
        .wide(grid().addColumn(q -> inputs.word("strategy", q.strategy())))
        .setHeader(inputs.text("strategy"))
        .setFlexGrow(2);
    begin();
    Live.followEvents(this, monitor::onEvent, this::refresh);
  }

  private Component link(QueueView queue) {
    RouterLink link = new RouterLink(queue.name(), QueuePage.class, queue.name());
    return title(link, queue);
  }

  private Div state(QueueView queue) {
    LiveQueue now = live.get(queue.name());
    Div state = new Div();
    state.addClassName("bf-entry-line");
    if (now == null) {
      return state;
    }
    state.add(
        new Pill(
            inputs.text("waiting", now.waiting()),
            now.waiting() == 0 ? Pill.Tone.GOOD : Pill.Tone.BUSY),
        now.onDuty() == 0
            ? new Pill(inputs.text("noagents"), Pill.Tone.BAD)
            : new Span(inputs.text("agents.count", now.onDuty(), queue.members().size())));
    return state;
  }

  @Override
  protected List<QueueView> all() {
    live = monitor.live().stream().collect(Collectors.toMap(LiveQueue::name, Function.identity()));
    return queues.queues();
  }

  @Override
  protected String name(QueueView queue) {
    return queue.name();
  }

  @Override
  protected Stream<String> searched(QueueView queue) {
    return Stream.concat(
        Stream.of(queue.name(), Inputs.orEmpty(queue.number())),
        queue.members().stream().map(QueueAdmin.Member::agent));
  }

  @Override
  protected List<FieldProblem> warnings(QueueView queue) {
    return queue.warnings();
  }

  @Override
  protected Component entry(QueueView queue) {
    return entry(
        link(queue),
        state(queue),
        new Div(
            number(Inputs.orEmpty(queue.number())),
            new Span(inputs.word("strategy", queue.strategy()))));
  }

  @Override
  protected Stream<Button> moreActions(QueueView queue) {
    return Stream.of(
        action(
            VaadinIcon.EYE,
            inputs.text("look"),
            queue,
            () -> getUI().ifPresent(ui -> ui.navigate(QueuePage.class, queue.name()))));
  }

  @Override
  protected Dialog form(@Nullable QueueView queue, Consumer<QueueView> saved) {
    QueueDialog.Choices choices =
        new QueueDialog.Choices(new Destinations(list), music.playlists(), announcements.names());
    return new QueueDialog(queues, choices, queue, saved);
  }

  @Override
  protected void delete(QueueView queue) {
    queues.delete(queue.id());
  }
}
