package org.belfry.webui.backups;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.component.textfield.TextField;
import org.belfry.pbx.admin.BackupAdmin.Place;
import org.belfry.pbx.admin.BackupAdmin.PlaceKind;
import org.belfry.webui.base.Form;
import org.belfry.webui.base.Inputs;
import org.jspecify.annotations.Nullable;

/** The fields of a place of backups: those of its kind are shown. */
final class PlaceFields {
  private final Inputs inputs = new Inputs("backupplace.");
  private final Select<PlaceKind> kind = inputs.choice("kind", PlaceKind.class);
  private final TextField path = inputs.line("path");
  private final TextField host = inputs.line("host");
  private final IntegerField port = inputs.whole("port");
  private final TextField user = inputs.line("user");
  private final TextField url = inputs.line("url");
  private final TextField region = inputs.line("region");
  private final TextField keyId = inputs.line("keyid");
  private final PasswordField secret = inputs.password("secret");
  private final Div server;
  private final Div keys;

  PlaceFields(Form form, String usualPath) {
    form.field("place.kind", kind);
    server = form.beside(form.at("place.host", host), form.at("place.port", port));
    form.field("place.user", user);
    form.field("place.path", path);
    form.field("place.url", url);
    keys = form.beside(form.at("place.keyId", keyId), form.at("place.secret", secret));
    form.field("place.region", region);
    path.setPlaceholder(usualPath);
    kind.setValue(PlaceKind.LOCAL);
    kind.addValueChangeListener(changed -> arrange());
    arrange();
  }

  private void arrange() {
    boolean sftp = kind.getValue() == PlaceKind.SFTP;
    boolean s3 = kind.getValue() == PlaceKind.S3;
    server.setVisible(sftp);
    user.setVisible(sftp);
    path.setVisible(!s3);
    url.setVisible(s3);
    keys.setVisible(s3);
    region.setVisible(s3);
  }

  /** Runs when another kind is chosen. */
  void onKind(Runnable listener) {
    kind.addValueChangeListener(changed -> listener.run());
  }

  PlaceKind kind() {
    return kind.getValue();
  }

  void show(@Nullable Place place) {
    if (place == null) {
      return;
    }
    kind.setValue(place.kind());
    path.setValue(Inputs.orEmpty(place.path()));
    host.setValue(Inputs.orEmpty(place.host()));
    port.setValue(place.port());
    user.setValue(Inputs.orEmpty(place.user()));
    url.setValue(Inputs.orEmpty(place.url()));
    region.setValue(Inputs.orEmpty(place.region()));
    keyId.setValue(Inputs.orEmpty(place.keyId()));
    secret.clear();
    secret.setPlaceholder(inputs.text(place.keyId() == null ? "none.secret" : "kept.secret"));
  }

  Place value() {
    return new Place(
        kind.getValue(),
        Inputs.orNull(path.getValue()),
        Inputs.orNull(host.getValue()),
        port.getValue(),
        Inputs.orNull(user.getValue()),
        Inputs.orNull(url.getValue()),
        Inputs.orNull(region.getValue()),
        Inputs.orNull(keyId.getValue()),
        Inputs.orNull(secret.getValue()));
  }
}
