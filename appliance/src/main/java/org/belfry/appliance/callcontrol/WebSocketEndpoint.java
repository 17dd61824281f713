package org.belfry.appliance.callcontrol;

import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where on the HTTPS port the SIP server is reached. */
@Configuration(proxyBeanMethods = false)
class WebSocketEndpoint {

  @Bean
  ServletRegistrationBean<SipWebSocket> sipWebSocket(CallControl control) {
    ServletRegistrationBean<SipWebSocket> door =
        new ServletRegistrationBean<>(new SipWebSocket(control.server()), "/ws");
    door.setName("sip-over-websocket");
    return door;
  }
}
