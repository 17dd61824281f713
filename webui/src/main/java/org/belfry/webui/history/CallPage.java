package org.belfry.webui.history;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.BeforeEvent;
import com.vaadin.flow.router.HasUrlParameter;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import java.util.Optional;
import org.belfry.pbx.admin.CallDiagnosis;
import org.belfry.pbx.admin.CallHistory;
import org.belfry.pbx.admin.CallHistory.StoredCall;
import org.belfry.pbx.admin.CallLadders;
import org.belfry.pbx.admin.DestinationList;
import org.belfry.pbx.admin.PlanExplainer.ReasonView;
import org.belfry.pbx.cdr.CallRecord;
import org.belfry.webui.base.Destinations;
import org.belfry.webui.base.MainLayout;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.Myself;
import org.belfry.webui.base.Page;
import org.belfry.webui.base.Panel;
import org.belfry.webui.base.Reasons;

/**
 * One call that has ended, at {@code calls/17}: how it went and why, where it went and why, its
 * legs, and, for administrators, its messages.
 */
@Route(value = "calls", layout = MainLayout.class)
@RolesAllowed({"ADMIN", "SUPERVISOR"})
public class CallPage extends Page implements HasUrlParameter<String> {
  private final transient CallHistory history;
  private final transient CallDiagnosis doctor;
  private final transient CallLadders ladders;
  private final transient Destinations destinations;
  private final boolean seesMessages;
  private final Moments moments = Moments.of(this);
  private final Div content = new Div();

  public CallPage(
      CallHistory history,
      CallDiagnosis doctor,
      CallLadders ladders,
      DestinationList list,
      Myself myself) {
    this.history = history;
    this.doctor = doctor;
    this.ladders = ladders;
    this.destinations = new Destinations(list);
    this.seesMessages = myself.administers();
    super("history.detail.title", "history.page.lead");
    up("history.title", HistoryView.class);
    content.addClassName("bf-stack");
    add(content);
  }

  @Override
  public void setParameter(BeforeEvent event, String id) {
    if (!id.matches("\\d{1,18}")) {
      throw new NotFoundException();
    }
    StoredCall stored = history.call(Long.parseLong(id)).orElseThrow(NotFoundException::new);
    CallRecord call = stored.call();
    CallParts parts = new CallParts(call, moments, this);
    say(
        getTranslation("history.page.title", call.caller(), call.callee()),
        moments.full(call.startedAt()));
    content.removeAll();
    content.add(
        panel("history.page.result", parts.parties(), parts.ending(), diagnosis(stored.id())),
        panel("history.page.times", parts.times()),
        panel("history.page.plan", plan(call), parts.attempts()));
    List<Component> legs = parts.legs();
    if (!legs.isEmpty()) {
      content.add(panel("history.page.legs", legs.toArray(Component[]::new)));
    }
    if (seesMessages) {
      content.add(panel("doctor.ladder", messages(call, parts)));
    }
  }

  private Panel panel(String titleKey, Component... parts) {
    Panel panel = new Panel(getTranslation(titleKey), parts);
    panel.addClassName("bf-call");
    return panel;
  }

  private Component diagnosis(long id) {
    return new DiagnosisPanel(doctor.diagnosis(id));
  }

  /** As it was decided when the call was made, not as it would be now. */
  private Component plan(CallRecord call) {
    return call.reasons().isEmpty()
        ? new Paragraph(getTranslation("history.page.noreasons"))
        : new Reasons(
            call.reasons().stream()
                .map(each -> new ReasonView(each.code(), each.words(), each.sentence()))
                .toList(),
            destinations);
  }

  private Component messages(CallRecord call, CallParts parts) {
    Optional<String> drawing = ladders.ladder(call.callId()).map(ladders::drawing);
    return drawing.isPresent()
        ? parts.drawing(drawing.get())
        : new Paragraph(getTranslation("history.page.nomessages"));
  }
}
