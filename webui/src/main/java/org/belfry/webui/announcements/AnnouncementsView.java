package org.belfry.webui.announcements;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.data.renderer.ComponentRenderer;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouterLink;
import jakarta.annotation.security.RolesAllowed;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.belfry.pbx.admin.AnnouncementAdmin;
import org.belfry.pbx.admin.AnnouncementAdmin.AnnouncementView;
import org.belfry.pbx.admin.AnnouncementAdmin.UseView;
import org.belfry.pbx.admin.DestinationList;
import org.belfry.pbx.admin.PromptAdmin;
import org.belfry.webui.base.Destinations;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Live;
import org.belfry.webui.base.MainLayout;
import org.belfry.webui.base.ThingsPage;
import org.jspecify.annotations.Nullable;

/** The site's announcements: heard, made, and where they are used. */
@Route(value = "announcements", layout = MainLayout.class)
@RolesAllowed("ADMIN")
public class AnnouncementsView extends ThingsPage<AnnouncementView> {
  private static final String TEXTS = "announcements.";

  /** A recording by phone appears when it is accepted. */
  private static final Duration LOOKS = Duration.ofSeconds(5);

  private final transient AnnouncementAdmin announcements;
  private final transient PromptAdmin prompts;
  private final transient DestinationList list;
  private final transient Inputs inputs = new Inputs(TEXTS);

  public AnnouncementsView(
      AnnouncementAdmin announcements, PromptAdmin prompts, DestinationList list) {
    this.announcements = announcements;
    this.prompts = prompts;
    this.list = list;
    super(TEXTS, "announcements", VaadinIcon.MEGAPHONE);
    RouterLink builtIn = new RouterLink(getTranslation("prompts.title"), PromptsView.class);
    builtIn.addClassName("bf-link-button");
    addActions(builtIn);
    grid()
        .wide(grid().addColumn(new ComponentRenderer<>(a -> title(a.name(), a))))
        .setHeader(inputs.text("name"));
    grid()
        .wide(grid().addColumn(new ComponentRenderer<>(this::recordings)))
        .setHeader(inputs.text("recordings"))
        .setFlexGrow(3);
    grid().wide(grid().addColumn(this::users)).setHeader(inputs.text("uses")).setFlexGrow(2);
    begin();
    Live.again(this, LOOKS, this::refresh);
  }

  private Div recordings(AnnouncementView announcement) {
    Div all = new Div();
    announcement
        .recordings()
        .forEach(each -> all.add(RecordingRows.entry(announcements, each, getLocale())));
    return all;
  }

  private String users(AnnouncementView announcement) {
    return announcement.uses().isEmpty()
        ? inputs.text("unused")
        : announcement.uses().stream().map(this::user).collect(Collectors.joining(", "));
  }

  private String user(UseView use) {
    return inputs.text("by." + use.by().name().toLowerCase(Locale.ROOT), use.name());
  }

  @Override
  protected List<AnnouncementView> all() {
    return announcements.announcements();
  }

  @Override
  protected String name(AnnouncementView announcement) {
    return announcement.name();
  }

  @Override
  protected Stream<String> searched(AnnouncementView announcement) {
    return Stream.concat(
        Stream.of(announcement.name(), users(announcement)),
        announcement.recordings().stream().map(PromptAdmin.RecordingView::text));
  }

  @Override
  protected Component entry(AnnouncementView announcement) {
    return entry(
        title(announcement.name(), announcement),
        recordings(announcement),
        new Div(new Span(users(announcement))));
  }

  @Override
  protected Dialog form(@Nullable AnnouncementView announcement, Consumer<AnnouncementView> saved) {
    return new AnnouncementDialog(
        announcements, prompts, new Destinations(list), announcement, saved);
  }

  @Override
  protected void delete(AnnouncementView announcement) {
    announcements.delete(announcement.name());
  }
}
