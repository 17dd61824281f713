package org.belfry.appliance.security;

import com.vaadin.flow.spring.security.VaadinSecurityConfigurer;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.belfry.webui.login.LoginView;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer.AuthorizedUrl;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;

/** Who may ask for what over HTTPS. */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class WebSecurity {

  @Bean
  PasswordEncoder passwordEncoder() {
    return new BCryptPasswordEncoder(10);
  }

  @Bean
  BrakedAuthentication authentication(Accounts accounts, PasswordEncoder encoder) {
    DaoAuthenticationProvider passwords = new DaoAuthenticationProvider(accounts);
    passwords.setPasswordEncoder(encoder);
    return new BrakedAuthentication(passwords);
  }

  /** API and monitoring: no session, no cookies, so no cross-site requests to fear. */
  @Bean
  @Order(1)
  SecurityFilterChain api(HttpSecurity http, Accounts accounts, BrakedAuthentication authentication)
      throws Exception {
    AuthenticationEntryPoint unauthorized =
        (request, response, e) -> {
          response.setHeader("WWW-Authenticate", "Basic realm=\"Belfry\", charset=\"UTF-8\"");
          problem(
              response, 401, "Unauthorized", "Log in as an administrator or with an API token.");
        };
    AccessDeniedHandler forbidden =
        (request, response, e) ->
            problem(response, 403, "Forbidden", "This account may not do that.");
    return http.securityMatcher("/api/**", "/actuator/**")
        .authenticationProvider(authentication)
        .authorizeHttpRequests(a ->
            a.requestMatchers("/actuator/health", "/api/v1/openapi.json")
                .permitAll()
                .anyRequest()
                .hasRole("ADMIN"))
        .httpBasic(basic -> basic.authenticationEntryPoint(unauthorized))
        .addFilterBefore(new TokenFilter(accounts), BasicAuthenticationFilter.class)
        .exceptionHandling(
            e -> e.authenticationEntryPoint(unauthorized).accessDeniedHandler(forbidden))
        .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .csrf(csrf -> csrf.disable())
        .build();
  }

  @Bean
  @Order(2)
  SecurityFilterChain pages(HttpSecurity http, BrakedAuthentication authentication)
      throws Exception {
    return http.authenticationProvider(authentication)
        .with(
            VaadinSecurityConfigurer.vaadin(),
            // Whoever is signed in may ask for any address: an unknown one gets our page, not a
            // bare 403.
            vaadin -> vaadin.loginView(LoginView.class).anyRequest(AuthorizedUrl::authenticated))
        .build();
  }

  private static void problem(HttpServletResponse response, int status, String title, String detail)
      throws IOException {
    response.setStatus(status);
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response
        .getWriter()
        .write(
            "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\"}"
                .formatted(title, status, detail));
  }
}
