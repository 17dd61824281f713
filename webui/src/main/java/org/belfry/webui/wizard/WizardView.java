package org.belfry.webui.wizard;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.OrderedList;
import com.vaadin.flow.component.icon.Icon;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouterLink;
import com.vaadin.flow.spring.annotation.SpringComponent;
import jakarta.annotation.security.RolesAllowed;
import java.util.function.BooleanSupplier;
import org.belfry.pbx.admin.CallControl;
import org.belfry.pbx.admin.CertificateAdmin;
import org.belfry.pbx.admin.DestinationList;
import org.belfry.pbx.admin.DialPlanAdmin;
import org.belfry.pbx.admin.LiveUpdates;
import org.belfry.pbx.admin.MailAdmin;
import org.belfry.pbx.admin.NetworkCheck;
import org.belfry.pbx.admin.RouteAdmin;
import org.belfry.pbx.admin.ScheduleAdmin;
import org.belfry.pbx.admin.SetupGuide;
import org.belfry.pbx.admin.TrunkAdmin;
import org.belfry.pbx.admin.TrunkMonitor;
import org.belfry.pbx.admin.UserAdmin;
import org.belfry.webui.backups.RestoreView;
import org.belfry.webui.base.FormPanel;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.MainLayout;
import org.belfry.webui.base.Page;
import org.belfry.webui.certificates.AuthorityPanel;
import org.belfry.webui.certificates.CertificatePanel;
import org.belfry.webui.certificates.CertificatesView;
import org.belfry.webui.mail.MailServerPanel;
import org.belfry.webui.mail.TestMailPanel;

/**
 * Sets a site up, step by step. Each step is saved when it is left, and begun again where it was
 * left.
 */
@Route(value = "wizard", layout = MainLayout.class)
@RolesAllowed("ADMIN")
public class WizardView extends Page {
  private static final int FIRST_EXTENSION = 1001;

  private final transient SetupGuide guide;
  private final transient Needs needs;
  private final transient Inputs inputs = new Inputs("wizard.");
  private Step step;
  private final OrderedList progress = new OrderedList();
  private final Div content = new Div();
  private final Button back = new Button(inputs.text("back"), clicked -> leaveTo(step.before()));
  private final Button next = new Button(inputs.text("next"), clicked -> next());
  private int firstExtension = FIRST_EXTENSION;
  private transient BooleanSupplier settled = () -> true;

  /** What the steps work with. */
  @SpringComponent
  record Needs(
      ScheduleAdmin schedules,
      DialPlanAdmin plan,
      NetworkCheck network,
      UserAdmin users,
      TrunkAdmin trunks,
      TrunkMonitor states,
      RouteAdmin routes,
      CallControl control,
      DestinationList destinations,
      MailAdmin mails,
      CertificateAdmin certificates,
      LiveUpdates updates) {}

  public WizardView(SetupGuide guide, Needs needs) {
    this.guide = guide;
    this.needs = needs;
    super("wizard.title", "wizard.lead");
    step = Step.of(guide.guide().step());
    progress.addClassName("bf-progress");
    content.addClassName("bf-stack");
    next.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
    Button later = new Button(inputs.text("later"), clicked -> later());
    later.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
    Div buttons = new Div(back, next, later);
    buttons.addClassName("bf-actions");
    Div right = new Div(content, buttons);
    right.addClassName("bf-stack");
    Div both = new Div(progress, right);
    both.addClassName("bf-wizard");
    add(both);
    show();
  }

  private void next() {
    if (step == Step.SUMMARY) {
      guide.finish();
      toOverview();
    } else {
      leaveTo(step.next());
    }
  }

  /** What was typed is saved first; what cannot be taken stays to be mended. */
  private void leaveTo(Step to) {
    if (settled.getAsBoolean()) {
      step = to;
      guide.reached(to.name());
      show();
    }
  }

  private void later() {
    guide.reached(step.name());
    toOverview();
  }

  private void toOverview() {
    getUI().ifPresent(ui -> ui.navigate(""));
  }

  private void show() {
    content.removeAll();
    settled = () -> true;
    switch (step) {
      case COMPANY -> {
        content.add(new RouterLink(getTranslation("restore.from.wizard"), RestoreView.class));
        form(new CompanyPanel(guide, needs.plan(), needs.schedules()));
      }
      case NETWORK -> content.add(new NetworkPanel(needs.network()));
      case NUMBERS ->
          form(new NumbersPanel(needs.plan(), firstExtension, first -> firstExtension = first));
      case USERS -> {
        UsersPanel users = new UsersPanel(needs.users(), firstExtension);
        settled = users::settle;
        content.add(users);
      }
      case TRUNK ->
          content.add(
              new TrunkPanel(
                  needs.trunks(),
                  needs.states(),
                  needs.routes(),
                  needs.control(),
                  needs.destinations(),
                  needs.updates()));
      case MAIL -> {
        form(new MailServerPanel(needs.mails(), () -> {}));
        content.add(new TestMailPanel(needs.mails()));
      }
      case CERTIFICATE -> {
        form(new CertificatePanel(needs.certificates()));
        content.add(
            new RouterLink(getTranslation("certificate.automatic"), CertificatesView.class),
            new AuthorityPanel(needs.certificates()));
      }
      case SUMMARY ->
          content.add(
              new SummaryPanel(
                  needs.plan(),
                  needs.users(),
                  needs.states(),
                  needs.mails(),
                  needs.certificates(),
                  this::leaveTo));
    }
    back.setVisible(step != Step.COMPANY);
    next.setText(inputs.text(step == Step.SUMMARY ? "finish" : "next"));
    showProgress();
  }

  private void form(FormPanel panel) {
    settled = panel::settle;
    content.add(panel);
  }

  private void showProgress() {
    progress.removeAll();
    for (Step each : Step.values()) {
      progress.add(entry(each));
    }
  }

  private Component entry(Step each) {
    Icon icon = each.icon.create();
    icon.getElement().setAttribute("aria-hidden", "true");
    Button to = new Button(inputs.word("step", each), icon, clicked -> leaveTo(each));
    to.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
    ListItem item = new ListItem(to);
    if (each == step) {
      item.addClassName("bf-current");
      to.getElement().setAttribute("aria-current", "step");
    }
    item.setClassName("bf-passed", each.compareTo(step) < 0);
    return item;
  }
}
