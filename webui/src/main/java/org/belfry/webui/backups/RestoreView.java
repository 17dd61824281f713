package org.belfry.webui.backups;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.time.Duration;
import org.belfry.pbx.admin.BackupAdmin;
import org.belfry.pbx.admin.BackupAdmin.Outcome;
import org.belfry.pbx.admin.BackupAdmin.RunKind;
import org.belfry.pbx.admin.BackupAdmin.RunView;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Live;
import org.belfry.webui.base.MainLayout;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.Page;
import org.belfry.webui.base.Panel;

/** Takes over what another Belfry has backed up, as the first thing on a new one. */
@Route(value = "restore", layout = MainLayout.class)
@RolesAllowed("ADMIN")
public class RestoreView extends Page {
  private static final Duration EVERY = Duration.ofSeconds(2);

  private final transient BackupAdmin backups;
  private final transient Inputs inputs = new Inputs("backups.");
  private final transient Inputs restoring = new Inputs("restore.");
  private final Moments moments = Moments.of(this);
  private final Div state = new Div();

  public RestoreView(BackupAdmin backups) {
    this.backups = backups;
    super("restore.page", "restore.page.lead");
    up("backups.title", BackupsView.class);
    Div both =
        new Div(new RestorePanel(backups, this::refresh), new Panel(inputs.text("state"), state));
    both.addClassName("bf-halves");
    add(both);
    refresh();
    Live.again(this, EVERY, this::refresh);
  }

  private void refresh() {
    state.removeAll();
    RunView running = backups.backup().running();
    RunView last =
        running != null
            ? running
            : backups.runs().stream()
                .filter(run -> run.kind() == RunKind.RESTORE)
                .findFirst()
                .orElse(null);
    if (last == null) {
      Paragraph none = new Paragraph(restoring.text("idle"));
      none.addClassName("bf-none");
      state.add(none);
      return;
    }
    state.add(new RunRow(last, inputs, moments));
    if (last.outcome() == Outcome.GOOD) {
      Paragraph restarts = new Paragraph(restoring.text("restarts"));
      restarts.addClassName("bf-hint");
      state.add(restarts);
    }
  }
}
