package org.belfry.webui.backups;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.PasswordField;
import java.util.List;
import org.belfry.pbx.admin.BackupAdmin;
import org.belfry.pbx.admin.BackupAdmin.Place;
import org.belfry.pbx.admin.BackupAdmin.PlaceKind;
import org.belfry.pbx.admin.BackupAdmin.Restore;
import org.belfry.pbx.admin.BackupAdmin.SnapshotView;
import org.belfry.webui.base.CopyField;
import org.belfry.webui.base.Form;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.Panel;
import org.belfry.webui.base.Question;
import org.belfry.webui.base.Toast;
import org.jspecify.annotations.Nullable;

/** The way back: backups of any place, one of which is restored. */
final class RestorePanel extends Panel {
  private static final int SHOWN = 60;

  private final transient BackupAdmin backups;
  private final transient Runnable begun;
  private final transient Inputs inputs = new Inputs("restore.");
  private final Moments moments = Moments.of(this);
  private final Form form = new Form();
  private final transient PlaceFields place;
  private final PasswordField passphrase = inputs.password("passphrase");
  private final Div found = new Div();

  /**
   * @param begun runs when a restore has begun
   */
  RestorePanel(BackupAdmin backups, Runnable begun) {
    this.backups = backups;
    this.begun = begun;
    super(text("restore.title"));
    Paragraph lead = new Paragraph(inputs.text("lead"));
    lead.addClassName("bf-small");
    place = new PlaceFields(form, backups.backup().usualPath());
    place.show(backups.backup().place());
    String sshKey = backups.backup().sshKey();
    if (sshKey != null) {
      Div key = new Div(new CopyField(getTranslation("backupplan.sshkey"), sshKey));
      place.onKind(() -> key.setVisible(place.kind() == PlaceKind.SFTP));
      key.setVisible(place.kind() == PlaceKind.SFTP);
      form.add(key);
    }
    form.field("passphrase", passphrase);
    form.add(new Button(inputs.text("look"), clicked -> form.submit(this::look)));
    found.addClassName("bf-rows");
    add(lead, form, found);
  }

  private void look() {
    found.removeAll();
    Place there = place.value();
    String key = Inputs.orNull(passphrase.getValue());
    List<SnapshotView> all = backups.snapshots(there, key);
    if (all.isEmpty()) {
      Paragraph none = new Paragraph(inputs.text("none"));
      none.addClassName("bf-none");
      found.add(none);
    }
    all.stream().limit(SHOWN).forEach(each -> found.add(row(each, there, key)));
  }

  private Div row(SnapshotView snapshot, Place there, @Nullable String key) {
    Span when = new Span(moments.minute(snapshot.madeAt()));
    when.addClassName("bf-entry-title");
    Span what = new Span(inputs.word("scope", snapshot.scope()) + " · " + snapshot.host());
    what.addClassName("bf-small");
    Div entry = new Div(when, what);
    entry.addClassName("bf-entry");
    Button restore =
        new Button(
            inputs.text("do"),
            clicked ->
                new Question(
                        inputs.text("sure.title"),
                        inputs.text("sure.sentence", moments.minute(snapshot.madeAt())),
                        inputs.text("sure.yes"),
                        () -> form.submit(() -> restore(there, key, snapshot.id())))
                    .open());
    Div row = new Div(entry, restore);
    row.addClassName("bf-row");
    return row;
  }

  private void restore(Place there, @Nullable String key, String snapshot) {
    backups.restore(new Restore(there, key, snapshot));
    Toast.done(inputs.text("begun"));
    begun.run();
  }
}
