package org.belfry.webui.music;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import org.belfry.pbx.admin.MusicAdmin;
import org.belfry.pbx.admin.QueueAdmin;
import org.belfry.pbx.admin.QueueAdmin.QueueView;
import org.belfry.webui.base.MainLayout;
import org.belfry.webui.base.Page;
import org.belfry.webui.base.Toast;

/** The site's music, and below it the playlists that queues have instead. */
@Route(value = "music", layout = MainLayout.class)
@RolesAllowed("ADMIN")
public class MusicView extends Page {
  private final transient MusicAdmin music;
  private final transient QueueAdmin queues;
  private final Div lists = new Div();

  public MusicView(MusicAdmin music, QueueAdmin queues) {
    this.music = music;
    this.queues = queues;
    super("music.title", "music.lead");
    Button create = new Button(getTranslation("music.create"), VaadinIcon.PLUS.create());
    create.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
    create.addClickListener(clicked -> new PlaylistDialog(music, this::created).open());
    addActions(create);
    lists.addClassName("bf-stack");
    add(lists);
    refresh();
  }

  private void created(String playlist) {
    Toast.done(getTranslation("base.saved.name", playlist));
    refresh();
  }

  private void refresh() {
    lists.removeAll();
    lists.add(new PlaylistPanel(music, MusicAdmin.SITE, List.of(), this::refresh));
    List<QueueView> all = queues.queues();
    for (String playlist : music.playlists()) {
      List<String> players =
          all.stream()
              .filter(queue -> playlist.equals(queue.music()))
              .map(QueueView::name)
              .toList();
      lists.add(new PlaylistPanel(music, playlist, players, this::refresh));
    }
  }
}
