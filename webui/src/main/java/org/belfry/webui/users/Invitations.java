package org.belfry.webui.users;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.server.VaadinRequest;
import java.util.function.Consumer;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.SignInAdmin;
import org.belfry.pbx.admin.SignInAdmin.Invitation;
import org.belfry.webui.base.FieldProblems;
import org.belfry.webui.base.Language;
import org.belfry.webui.base.Toast;
import org.springframework.http.HttpHeaders;

/** Invites users to choose a web password, by links at the name that the reader's browser uses. */
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
   * @param done is given the invitation; a refusal is shown instead
   */
  void invite(long userId, Consumer<Invitation> done) {
    try {
      done.accept(signIns.invite(by, userId, base(), Language.current().getLanguage()));
    } catch (InvalidCommand refused) {
      Toast.problem(FieldProblems.sentence(refused.problems().getFirst().message()));
    } catch (NotFound deleted) {
      Toast.problem(UI.getCurrent().getTranslation("base.gone"));
    }
  }

  /** A name that is none of ours is replaced by whoever makes the link. */
  private static String base() {
    VaadinRequest request = VaadinRequest.getCurrent();
    String host = request == null ? null : request.getHeader(HttpHeaders.HOST);
    return "https://" + (host == null ? "localhost" : host) + "/";
  }
}
