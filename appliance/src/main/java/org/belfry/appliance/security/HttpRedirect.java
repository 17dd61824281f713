package org.belfry.appliance.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Connector;
import org.belfry.appliance.acme.OpenChallenges;
import org.belfry.appliance.system.BelfryProperties;
import org.belfry.appliance.system.Bootstrap;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The plain HTTP port: leads to the HTTPS port and does nothing else, but for phones' files: those
 * of phones that can do no better are given here too, and who gives them decides which; and for
 * challenges of ACME while they are open (RFC 8555 §8.3).
 */
@Configuration(proxyBeanMethods = false)
class HttpRedirect {

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> plainPort(
      BelfryProperties properties, Bootstrap groundwork, HttpLimits limits) {
    return factory -> {
      Connector connector = new Connector(WatchedHttp.class.getName());
      limits.apply(connector);
      connector.setPort(properties.httpPort());
      connector.setScheme("http");
      if (properties.bind() != null) {
        connector.setProperty("address", groundwork.addresses().web());
      }
      connector.setProperty("maxThreads", "4");
      connector.setProperty("minSpareThreads", "1");
      connector.setProperty("acceptCount", "4096"); // as of the HTTPS port, and for the same phones
      factory.addAdditionalConnectors(connector);
    };
  }

  /** Before all other filters: no session and no log-in over the plain port. */
  @Bean
  FilterRegistrationBean<OncePerRequestFilter> toHttps(
      BelfryProperties properties, OwnNames names, OpenChallenges challenges) {
    FilterRegistrationBean<OncePerRequestFilter> registration =
        new FilterRegistrationBean<>(redirect(properties.httpsPort(), names, challenges));
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return registration;
  }

  private static OncePerRequestFilter redirect(
      int httpsPort, OwnNames names, OpenChallenges challenges) {
    return new OncePerRequestFilter() {
      @Override
      protected void doFilterInternal(
          HttpServletRequest request, HttpServletResponse response, FilterChain chain)
          throws ServletException, IOException {
        if (request.isSecure() || request.getRequestURI().startsWith("/p/")) {
          chain.doFilter(request, response);
          return;
        }
        String authorization = challenges.file(request.getRequestURI());
        if (authorization != null) {
          response.setContentType("application/octet-stream");
          response.getOutputStream().write(authorization.getBytes(StandardCharsets.US_ASCII));
          return;
        }
        String query = request.getQueryString();
        String target =
            "https://"
                + names.host(request.getServerName())
                + ":"
                + httpsPort
                + request.getRequestURI()
                + (query == null ? "" : "?" + query);
        response.setStatus(308); // keeps the method, RFC 9110 §15.4.9
        response.setHeader("Location", target);
      }
    };
  }
}
