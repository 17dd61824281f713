package org.belfry.appliance.security;

import com.vaadin.flow.spring.SpringServlet;
import org.atmosphere.cpr.ApplicationConfig;
import org.belfry.webui.base.PushDoor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.stereotype.Component;

/**
 * Has the WebSockets of pages read by {@link PushDoor}, which reads nothing. Vaadin registers its
 * servlet itself, and how Atmosphere reads is a parameter of that.
 */
@Component
class PagesListen implements BeanPostProcessor {

  @Override
  public Object postProcessBeforeInitialization(Object bean, String name) {
    if (bean instanceof ServletRegistrationBean<?> registration
        && registration.getServlet() instanceof SpringServlet) {
      registration.addInitParameter(
          ApplicationConfig.WEBSOCKET_PROTOCOL, PushDoor.Listening.class.getName());
    }
    return bean;
  }
}
