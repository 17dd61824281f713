package org.belfry.appliance;

import java.util.Comparator;
import java.util.List;
import org.belfry.appliance.system.BelongsToCalls;
import org.belfry.appliance.system.StartsBeforePages;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;

/**
 * The appliance's context. Of the beans, what calls need is made and started first; the web server
 * and all that only pages need follow (ADR 41). Whoever listens to the events of this context and
 * is made later gets what happened in between.
 */
class CallsFirst extends ServletWebServerApplicationContext {
  private final HeldEvents events = new HeldEvents();

  @Override
  protected void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
    super.postProcessBeanFactory(beans);
    events.setBeanFactory(beans);
    beans.registerSingleton(APPLICATION_EVENT_MULTICASTER_BEAN_NAME, events);
  }

  /** Nothing yet: what happens in calls would not be heard of before listeners are registered. */
  @Override
  protected void onRefresh() {}

  @Override
  protected void registerListeners() {
    super.registerListeners();
    callsComeUp();
    events.callsAreUp();
    super.onRefresh(); // makes the web server
  }

  private void callsComeUp() {
    ConfigurableListableBeanFactory beans = getBeanFactory();
    beans.freezeConfiguration(); // else it looks through all beans for each type it needs
    beans.getBeansOfType(BelongsToCalls.class, true, false);
    List<StartsBeforePages> parts =
        beans.getBeansOfType(StartsBeforePages.class, true, false).values().stream()
            .sorted(Comparator.comparingInt(StartsBeforePages::getPhase))
            .toList();
    parts.forEach(StartsBeforePages::start);
  }

  @Override
  protected void finishBeanFactoryInitialization(ConfigurableListableBeanFactory beans) {
    super.finishBeanFactoryInitialization(beans);
    events.release();
  }
}
