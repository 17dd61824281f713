package org.belfry.webui.history;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.router.RouterLink;
import org.belfry.pbx.admin.CallDiagnosis.DiagnosisView;
import org.belfry.pbx.admin.CallHistory.StoredCall;
import org.belfry.webui.base.Moments;
import org.jspecify.annotations.Nullable;

/** What is known of one call, with a link to its page, which shows all of it. */
final class CallDialog extends Dialog {

  /**
   * @param ladder the drawing of its messages (SVG), or null when none is to be shown
   */
  CallDialog(StoredCall stored, Moments moments, DiagnosisView diagnosis, @Nullable String ladder) {
    setHeaderTitle(getTranslation("history.detail.title"));
    addClassNames("bf-dialog", "bf-call");
    CallParts parts = new CallParts(stored.call(), moments, this);
    add(parts.parties(), parts.ending(), new DiagnosisPanel(diagnosis), parts.times());
    parts.legs().forEach(this::add);
    add(parts.attempts());
    if (ladder != null) {
      add(new Details(getTranslation("doctor.ladder"), parts.drawing(ladder)));
    }
    Button close = new Button(getTranslation("base.close"), clicked -> close());
    getFooter().add(page(stored.id()), close);
  }

  private Component page(long id) {
    RouterLink link =
        new RouterLink(getTranslation("history.page"), CallPage.class, Long.toString(id));
    link.addClassName("bf-link-button");
    return link;
  }
}
