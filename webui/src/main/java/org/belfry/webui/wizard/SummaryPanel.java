package org.belfry.webui.wizard;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.RouterLink;
import java.util.function.Consumer;
import org.belfry.pbx.admin.CertificateAdmin;
import org.belfry.pbx.admin.DialPlanAdmin;
import org.belfry.pbx.admin.MailAdmin;
import org.belfry.pbx.admin.TrunkMonitor;
import org.belfry.pbx.admin.UserAdmin;
import org.belfry.webui.attendants.AttendantsView;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Panel;
import org.belfry.webui.base.Pill;
import org.belfry.webui.numbers.InboundView;
import org.belfry.webui.schedules.SchedulesView;
import org.belfry.webui.system.SystemPage;
import org.belfry.webui.users.UsersView;

/** What is set up, what is not, and what comes next. */
final class SummaryPanel extends Panel {
  private final transient Inputs inputs = new Inputs("summary.");
  private final transient Consumer<Step> to;
  private final Div list = new Div();

  SummaryPanel(
      DialPlanAdmin plan,
      UserAdmin users,
      TrunkMonitor trunks,
      MailAdmin mails,
      CertificateAdmin certificates,
      Consumer<Step> to) {
    this.to = to;
    super(text("summary.title"));
    list.addClassName("bf-rows");
    row(Step.COMPANY, !plan.site().country().isEmpty(), "company");
    row(Step.USERS, !users.users().isEmpty(), "users");
    row(Step.TRUNK, trunks.trunks().stream().anyMatch(TrunkMonitor.TrunkView::usable), "trunk");
    row(Step.MAIL, !mails.server().host().isEmpty(), "mail");
    row(Step.CERTIFICATE, !certificates.certificate().ownAuthority(), "certificate");
    Div next =
        new Div(
            next("phones", UsersView.class),
            next("inbound", InboundView.class),
            next("hours", SchedulesView.class),
            next("attendant", AttendantsView.class),
            next("signin", SystemPage.class));
    next.addClassName("bf-rows");
    add(list, new H3(inputs.text("next")), next);
  }

  private void row(Step step, boolean good, String key) {
    Span words = new Span(inputs.text(key + (good ? ".good" : ".missing")));
    Component state =
        good
            ? new Pill(inputs.text("done"), Pill.Tone.GOOD)
            : new Button(inputs.text("go"), clicked -> to.accept(step));
    Div row = new Div(words, state);
    row.addClassName("bf-row");
    list.add(row);
  }

  private Div next(String key, Class<? extends Component> page) {
    RouterLink link = new RouterLink(inputs.text("next." + key), page);
    link.addClassName("bf-entry-title");
    Div row = new Div(link);
    row.addClassName("bf-row");
    return row;
  }
}
