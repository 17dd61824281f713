package org.belfry.webui.system;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.belfry.pbx.admin.AccountAdmin;
import org.belfry.pbx.admin.AccountAdmin.ApiTokenView;
import org.belfry.pbx.admin.NotFound;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.Panel;
import org.belfry.webui.base.Question;
import org.belfry.webui.base.SecretDialog;
import org.belfry.webui.base.Toast;

/** The API tokens: few enough to stand below each other. */
final class TokensPanel extends Panel {
  private final transient AccountAdmin accounts;
  private final Moments moments;
  private final Div rows = new Div();

  TokensPanel(AccountAdmin accounts, Moments moments) {
    this.accounts = accounts;
    this.moments = moments;
    super(text("tokens.title"));
    Button create = new Button(getTranslation("tokens.create"), VaadinIcon.PLUS.create());
    create.addClickListener(clicked ->
        new NewTokenDialog(
                accounts,
                created -> {
                  refresh();
                  new SecretDialog(
                          getTranslation("tokens.secret.title", created.token().name()),
                          getTranslation("tokens.secret.once"),
                          getTranslation("tokens.secret"),
                          created.secret())
                      .open();
                })
            .open());
    withAction(create);
    Paragraph lead = new Paragraph(getTranslation("tokens.lead"));
    lead.addClassName("bf-small");
    rows.addClassName("bf-rows");
    add(lead, rows);
    refresh();
  }

  private void refresh() {
    rows.removeAll();
    List<ApiTokenView> tokens = accounts.apiTokens();
    if (tokens.isEmpty()) {
      Paragraph none = new Paragraph(getTranslation("tokens.empty"));
      none.addClassName("bf-none");
      rows.add(none);
    }
    tokens.forEach(token -> rows.add(row(token)));
  }

  private Div row(ApiTokenView token) {
    Span name = new Span(token.name());
    name.addClassName("bf-entry-title");
    Instant used = token.lastUsedAt();
    Instant expires = token.expiresAt();
    String scopes =
        token.scopes().stream()
            .sorted()
            .map(scope -> getTranslation(NewTokenDialog.key(scope)))
            .collect(Collectors.joining(", "));
    Span line =
        new Span(
            scopes
                + " · "
                + getTranslation("tokens.created", moments.minute(token.createdAt()))
                + (expires == null
                    ? ""
                    : " · "
                        + getTranslation(
                            expires.isBefore(Instant.now())
                                ? "tokens.expired"
                                : "tokens.expires.at",
                            moments.minute(expires)))
                + " · "
                + (used == null
                    ? getTranslation("tokens.unused")
                    : getTranslation("tokens.used", moments.minute(used))));
    line.addClassName("bf-small");
    Button delete = new Button(VaadinIcon.TRASH.create(), clicked -> askDelete(token));
    delete.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_ICON);
    delete.setTooltipText(getTranslation("tokens.delete"));
    delete.setAriaLabel(
        getTranslation("base.action.on", getTranslation("tokens.delete"), token.name()));
    Div words = new Div(name, line);
    words.addClassName("bf-entry");
    Div row = new Div(words, delete);
    row.addClassName("bf-row");
    return row;
  }

  private void askDelete(ApiTokenView token) {
    new Question(
            getTranslation("tokens.delete.title", token.name()),
            getTranslation("tokens.delete.sentence"),
            getTranslation("tokens.delete.yes"),
            () -> delete(token))
        .open();
  }

  private void delete(ApiTokenView token) {
    try {
      accounts.deleteApiToken(token.id());
      Toast.done(getTranslation("tokens.deleted", token.name()));
    } catch (NotFound gone) {
      Toast.problem(getTranslation("base.gone"));
    }
    refresh();
  }
}
