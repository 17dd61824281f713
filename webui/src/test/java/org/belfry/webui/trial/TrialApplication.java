package org.belfry.webui.trial;

import com.vaadin.flow.spring.security.VaadinSecurityConfigurer;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.belfry.pbx.admin.CallMonitor.LiveCallState;
import org.belfry.pbx.admin.CallMonitor.LiveCallView;
import org.belfry.webui.fake.FakeAccounts;
import org.belfry.webui.fake.FakePbx;
import org.belfry.webui.fake.Office;
import org.belfry.webui.login.LoginView;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

/**
 * The pages alone, on fakes, to be looked at: sign in as {@code admin} with {@code belfry-trial}.
 * {@code --trial.busy} lets a call begin and end every few seconds, {@code --trial.empty} shows an
 * appliance fresh from setup, {@code --trial.setup} one before it.
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

  @Bean(destroyMethod = "shutdownNow")
  @ConditionalOnProperty("trial.busy")
  ScheduledExecutorService busy(FakePbx pbx) {
    ScheduledExecutorService busy = Executors.newSingleThreadScheduledExecutor();
    AtomicInteger round = new AtomicInteger();
    busy.scheduleAtFixedRate(
        () -> {
          int now = round.getAndIncrement();
          pbx.callEnds("busy-" + (now - 1));
          pbx.callBegins(
              new LiveCallView(
                  "busy-" + now,
                  "1007",
                  "Greta Sommer",
                  "1008",
                  "Hannah Weiss",
                  LiveCallState.RINGING,
                  Instant.now(),
                  null));
        },
        3,
        3,
        TimeUnit.SECONDS);
    return busy;
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
