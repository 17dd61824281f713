package org.belfry.webui;

import com.vaadin.flow.spring.SpringServlet;
import com.vaadin.flow.spring.annotation.EnableVaadin;
import org.atmosphere.cpr.ApplicationConfig;
import org.belfry.webui.base.PushDoor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Tells Vaadin where the pages are, whatever package the application class stands in. */
@Configuration(proxyBeanMethods = false)
@EnableVaadin("org.belfry.webui")
class WebuiConfiguration {

  /** Vaadin registers its servlet itself; how Atmosphere reads WebSockets is a parameter of it. */
  @Bean
  static BeanPostProcessor pagesOnlyListen() {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessBeforeInitialization(Object bean, String name) {
        if (bean instanceof ServletRegistrationBean<?> registration
            && registration.getServlet() instanceof SpringServlet) {
          registration.addInitParameter(
              ApplicationConfig.WEBSOCKET_PROTOCOL, PushDoor.Listening.class.getName());
        }
        return bean;
      }
    };
  }
}
