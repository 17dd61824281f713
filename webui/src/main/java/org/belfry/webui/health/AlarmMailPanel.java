package org.belfry.webui.health;

import com.vaadin.flow.component.textfield.TextArea;
import org.belfry.pbx.admin.HealthMonitor;
import org.belfry.webui.base.FormPanel;
import org.belfry.webui.base.Inputs;

/** Who is told of alarms by mail. */
final class AlarmMailPanel extends FormPanel {
  private final transient HealthMonitor health;
  private final transient Inputs inputs = new Inputs("alarmmail.");
  private final TextArea to = inputs.lines("to");

  AlarmMailPanel(HealthMonitor health) {
    this.health = health;
    super("alarmmail.");
    form().field("to", to);
    to.setValue(String.join("\n", health.alarmMail()));
  }

  @Override
  protected void save() {
    to.setValue(String.join("\n", health.setAlarmMail(Inputs.values(to))));
  }
}
