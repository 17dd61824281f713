package org.belfry.webui.users;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.server.streams.DownloadHandler;
import com.vaadin.flow.server.streams.DownloadResponse;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.belfry.pbx.admin.UserAdmin.NewUser;
import org.belfry.webui.base.CopyField;

/** The SIP passwords of users just created, shown once and as a file. */
public final class NewAccounts extends Div {

  /**
   * @param created at least one
   */
  public NewAccounts(List<NewUser> created) {
    Paragraph once = new Paragraph(getTranslation("newusers.once", created.getFirst().domain()));
    once.addClassName("bf-hint");
    Div copies = new Div();
    copies.addClassName("bf-copies");
    created.forEach(user ->
        copies.add(
            new CopyField(
                user.user().extension() + " · " + user.user().name(), user.sipPassword())));
    add(once, copies, download(created));
  }

  private Anchor download(List<NewUser> created) {
    byte[] csv =
        created.stream()
            .map(u ->
                u.user().extension()
                    + ";\""
                    + UserSheet.cell(u.user().name()).replace("\"", "\"\"")
                    + "\";"
                    + u.sipPassword()
                    + ";"
                    + u.domain())
            .collect(Collectors.joining("\r\n", "extension;name;password;domain\r\n", "\r\n"))
            .getBytes(StandardCharsets.UTF_8);
    Anchor link =
        new Anchor(
            DownloadHandler.fromInputStream(event ->
                new DownloadResponse(
                    new ByteArrayInputStream(csv), "sip-accounts.csv", "text/csv", csv.length)),
            getTranslation("newusers.download"));
    link.addClassName("bf-link-button");
    return link;
  }
}
