package org.belfry.appliance.security;

import com.vaadin.flow.spring.security.VaadinSecurityConfigurer;
import org.belfry.webui.login.LoginView;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer.AuthorizedUrl;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;

/** Who may ask for what over HTTPS. */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class WebSecurity {

  @Bean
  PasswordEncoder passwordEncoder() {
    return PasswordEncoderFactories.createDelegatingPasswordEncoder();
  }

  /** The only one, without a parent: each attempt is counted once. */
  @Bean
  AuthenticationManager authentication(Accounts accounts, PasswordEncoder encoder) {
    DaoAuthenticationProvider passwords = new DaoAuthenticationProvider(accounts);
    passwords.setPasswordEncoder(encoder);
    return new ProviderManager(new BrakedAuthentication(passwords));
  }

  /** API and monitoring: no session, no cookies, so no cross-site requests to fear. */
  @Bean
  @Order(1)
  SecurityFilterChain api(
      HttpSecurity http, Accounts accounts, AuthenticationManager authentication) throws Exception {
    return http.securityMatcher("/api/**", "/actuator/**")
        .authenticationManager(authentication)
        .authorizeHttpRequests(a ->
            a.requestMatchers(
                    "/actuator/health", "/api/v1/openapi.json", "/api/v1/certificate/authority")
                .permitAll()
                .anyRequest()
                .hasRole("ADMIN"))
        .httpBasic(basic -> basic.authenticationEntryPoint(SecurityProblems::notLoggedIn))
        .addFilterBefore(new TokenFilter(accounts), BasicAuthenticationFilter.class)
        .exceptionHandling(e ->
            e.authenticationEntryPoint(SecurityProblems::notLoggedIn)
                .accessDeniedHandler(SecurityProblems::forbidden))
        .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .csrf(csrf -> csrf.disable())
        .build();
  }

  /** Phones: who they are is asked by SIP itself, on the connection. */
  @Bean
  @Order(2)
  SecurityFilterChain phones(HttpSecurity http) throws Exception {
    return http.securityMatcher("/ws")
        .authorizeHttpRequests(a -> a.anyRequest().permitAll())
        .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .csrf(csrf -> csrf.disable())
        .build();
  }

  @Bean
  @Order(3)
  SecurityFilterChain pages(HttpSecurity http, AuthenticationManager authentication)
      throws Exception {
    return http.authenticationManager(authentication)
        .with(
            VaadinSecurityConfigurer.vaadin(),
            // Whoever is signed in may ask for any address: an unknown one gets our page, not a
            // bare 403.
            vaadin -> vaadin.loginView(LoginView.class).anyRequest(AuthorizedUrl::authenticated))
        .build();
  }
}
