package org.belfry.webui.users;

import com.vaadin.flow.component.UI;
import java.util.function.Consumer;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.SignInAdmin;
import org.belfry.pbx.admin.SignInAdmin.Invitation;
import org.belfry.webui.base.FieldProblems;
import org.belfry.webui.base.Toast;

/**
 * Invites users to choose a web password, by links at the address that the reader's browser uses.
 */
final class Invitations {
  private final SignInAdmin signIns;
  private final String by;

  /**
   * @param by principal of the reader
   */
  Invitations(SignInAdmin signIns, String by) {
    this.signIns = signIns;
    this.by = by;
  }

  /**
   * @param done is given the invitation, later; a refusal is shown instead
   */
  void invite(long userId, Consumer<Invitation> done) {
    UI ui = UI.getCurrent();
    ui.getPage()
        .fetchCurrentURL(here -> {
          try {
            String language = ui.getLocale().getLanguage();
            done.accept(signIns.invite(by, userId, base(here.toExternalForm()), language));
          } catch (InvalidCommand refused) {
            Toast.problem(FieldProblems.sentence(refused.problems().getFirst().message()));
          } catch (NotFound deleted) {
            Toast.problem(ui.getTranslation("base.gone"));
          }
        });
  }

  private static String base(String here) {
    int path = here.indexOf('/', here.indexOf("//") + 2);
    return (path < 0 ? here : here.substring(0, path)) + "/";
  }
}
