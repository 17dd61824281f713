package org.belfry.webui.trial;

import com.vaadin.flow.spring.security.VaadinSecurityConfigurer;
import org.belfry.webui.fake.FakeAccounts;
import org.belfry.webui.fake.FakePbx;
import org.belfry.webui.fake.Office;
import org.belfry.webui.login.LoginView;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

/**
 * The pages alone, on fakes, to be looked at: sign in as {@code admin} with {@code belfry-trial}.
 * {@code --trial.empty} shows an appliance fresh from setup, {@code --trial.setup} one before it.
 */
@SpringBootApplication(scanBasePackages = "org.belfry.webui")
public class TrialApplication {

  public static void main(String[] args) {
    SpringApplication.run(TrialApplication.class, args);
  }

  @Bean
  FakePbx pbx(@Value("${trial.empty:false}") boolean empty) {
    FakePbx pbx = new FakePbx();
    if (!empty) {
      Office.opens(pbx, 240);
    }
    return pbx;
  }

  @Bean
  FakeAccounts accounts(
      @Value("${trial.empty:false}") boolean empty, @Value("${trial.setup:false}") boolean setup) {
    FakeAccounts accounts = new FakeAccounts();
    if (!empty) {
      accounts.createApiToken("Monitoring");
      accounts.createApiToken("CRM");
    }
    if (setup) {
      accounts.forgetAdministrators();
    }
    return accounts;
  }

  @Bean
  UserDetailsService administrators() {
    return new InMemoryUserDetailsManager(
        User.withUsername("admin").password("{noop}belfry-trial").roles("ADMIN").build());
  }

  @Bean
  SecurityFilterChain web(HttpSecurity http) throws Exception {
    return http.with(
            VaadinSecurityConfigurer.vaadin(),
            vaadin ->
                vaadin
                    .loginView(LoginView.class)
                    .anyRequest(AuthorizeHttpRequestsConfigurer.AuthorizedUrl::authenticated))
        .build();
  }
}
