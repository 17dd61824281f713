package org.belfry.webui.backups;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.component.textfield.TextField;
import org.belfry.pbx.admin.BackupAdmin;
import org.belfry.pbx.admin.BackupAdmin.BackupView;
import org.belfry.pbx.admin.BackupAdmin.PlaceKind;
import org.belfry.pbx.admin.BackupAdmin.Scope;
import org.belfry.pbx.admin.BackupAdmin.SetBackup;
import org.belfry.webui.base.CopyField;
import org.belfry.webui.base.FormPanel;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.SecretDialog;

/** Where backups go, when, and how long they are kept. */
final class PlanPanel extends FormPanel {
  private final transient BackupAdmin backups;
  private final transient Runnable saved;
  private final transient Inputs inputs = new Inputs("backupplan.");
  private final transient PlaceFields place;
  private final Div key = new Div();
  private final Select<Scope> scope = inputs.choice("scope", Scope.class);
  private final TextField at = inputs.line("at");
  private final IntegerField daily = inputs.whole("daily");
  private final IntegerField weekly = inputs.whole("weekly");
  private final IntegerField monthly = inputs.whole("monthly");
  private final PasswordField passphrase = inputs.password("passphrase");
  private final TextField hostKey = inputs.line("hostkey");

  /**
   * @param saved runs after something was changed
   */
  PlanPanel(BackupAdmin backups, Runnable saved) {
    this.backups = backups;
    this.saved = saved;
    super("backupplan.");
    BackupView now = backups.backup();
    place = new PlaceFields(form(), now.usualPath());
    form().add(key);
    form().beside(form().at("scope", scope), form().at("at", at));
    form()
        .beside(
            form().at("daily", daily), form().at("weekly", weekly), form().at("monthly", monthly));
    form().field("passphrase", passphrase);
    form().field("hostKey", hostKey);
    if (now.sshKey() != null) {
      key.add(new CopyField(inputs.text("sshkey"), now.sshKey()));
    }
    place.onKind(this::arrange);
    show(now);
    if (now.place() == null) {
      unsaved();
    }
  }

  private void arrange() {
    key.setVisible(place.kind() == PlaceKind.SFTP);
    hostKey.setVisible(place.kind() == PlaceKind.SFTP);
  }

  private void show(BackupView now) {
    place.show(now.place());
    scope.setValue(now.scope());
    at.setValue(now.at());
    daily.setValue(now.daily());
    weekly.setValue(now.weekly());
    monthly.setValue(now.monthly());
    passphrase.clear();
    hostKey.clear();
    hostKey.setHelperText(
        now.hostKeys().isEmpty()
            ? inputs.text("hostkey.help")
            : inputs.text("hostkey.known", String.join(", ", now.hostKeys())));
    arrange();
  }

  @Override
  protected void save() {
    String made =
        backups.set(
            new SetBackup(
                place.value(),
                scope.getValue(),
                at.getValue(),
                daily.getValue(),
                weekly.getValue(),
                monthly.getValue(),
                Inputs.orNull(passphrase.getValue()),
                place.kind() == PlaceKind.SFTP ? Inputs.orNull(hostKey.getValue()) : null));
    if (made != null) {
      new SecretDialog(
              inputs.text("secret.title"),
              inputs.text("secret.once"),
              inputs.text("secret.label"),
              made)
          .open();
    }
    show(backups.backup());
    saved.run();
  }
}
