package org.belfry.webui.wizard;

import com.vaadin.flow.component.icon.VaadinIcon;
import java.util.List;

/** The steps in their order. */
enum Step {
  COMPANY(VaadinIcon.OFFICE),
  NETWORK(VaadinIcon.CONNECT_O),
  NUMBERS(VaadinIcon.HASH),
  USERS(VaadinIcon.USERS),
  TRUNK(VaadinIcon.GLOBE_WIRE),
  MAIL(VaadinIcon.MAILBOX),
  CERTIFICATE(VaadinIcon.SHIELD),
  SUMMARY(VaadinIcon.CHECK);

  final VaadinIcon icon;

  Step(VaadinIcon icon) {
    this.icon = icon;
  }

  /** The one that was reached before; the first when there is none of that name. */
  static Step of(String name) {
    for (Step step : values()) {
      if (step.name().equals(name)) {
        return step;
      }
    }
    return COMPANY;
  }

  /** The last has none after it and gives itself. */
  Step next() {
    return at(1);
  }

  /** The first gives itself. */
  Step before() {
    return at(-1);
  }

  private Step at(int away) {
    List<Step> steps = List.of(values());
    return steps.get(Math.clamp(steps.indexOf(this) + away, 0, steps.size() - 1));
  }
}
