package org.belfry.webui.trial;

import com.vaadin.flow.spring.security.VaadinSecurityConfigurer;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.belfry.pbx.admin.CallMonitor.LiveCallState;
import org.belfry.pbx.admin.CallMonitor.LiveCallView;
import org.belfry.pbx.admin.ContactAdmin.Label;
import org.belfry.pbx.admin.ContactAdmin.SaveContact;
import org.belfry.webui.fake.Applications;
import org.belfry.webui.fake.FakeAccounts;
import org.belfry.webui.fake.FakeAcme;
import org.belfry.webui.fake.FakeAlarms;
import org.belfry.webui.fake.FakeAnnouncements;
import org.belfry.webui.fake.FakeAttendants;
import org.belfry.webui.fake.FakeAudit;
import org.belfry.webui.fake.FakeBackups;
import org.belfry.webui.fake.FakeBans;
import org.belfry.webui.fake.FakeCallControl;
import org.belfry.webui.fake.FakeCallSettings;
import org.belfry.webui.fake.FakeCertificates;
import org.belfry.webui.fake.FakeChecks;
import org.belfry.webui.fake.FakeConferences;
import org.belfry.webui.fake.FakeContacts;
import org.belfry.webui.fake.FakeDeletedItems;
import org.belfry.webui.fake.FakeDestinations;
import org.belfry.webui.fake.FakeDoctor;
import org.belfry.webui.fake.FakeEmergency;
import org.belfry.webui.fake.FakeFailedLogIns;
import org.belfry.webui.fake.FakeFloor;
import org.belfry.webui.fake.FakeFuses;
import org.belfry.webui.fake.FakeGroups;
import org.belfry.webui.fake.FakeGuide;
import org.belfry.webui.fake.FakeHealth;
import org.belfry.webui.fake.FakeHostNetwork;
import org.belfry.webui.fake.FakeInbound;
import org.belfry.webui.fake.FakeLog;
import org.belfry.webui.fake.FakeMail;
import org.belfry.webui.fake.FakeMailTemplates;
import org.belfry.webui.fake.FakeMailboxes;
import org.belfry.webui.fake.FakeMusic;
import org.belfry.webui.fake.FakeNetwork;
import org.belfry.webui.fake.FakeNotices;
import org.belfry.webui.fake.FakeOwnRooms;
import org.belfry.webui.fake.FakeParking;
import org.belfry.webui.fake.FakePbx;
import org.belfry.webui.fake.FakePersonalCalls;
import org.belfry.webui.fake.FakePhoneAccess;
import org.belfry.webui.fake.FakePhones;
import org.belfry.webui.fake.FakePlans;
import org.belfry.webui.fake.FakePrompts;
import org.belfry.webui.fake.FakeQueues;
import org.belfry.webui.fake.FakeRecordings;
import org.belfry.webui.fake.FakeReports;
import org.belfry.webui.fake.FakeRooms;
import org.belfry.webui.fake.FakeRoutes;
import org.belfry.webui.fake.FakeSchedules;
import org.belfry.webui.fake.FakeScripts;
import org.belfry.webui.fake.FakeSettings;
import org.belfry.webui.fake.FakeSignIns;
import org.belfry.webui.fake.FakeSite;
import org.belfry.webui.fake.FakeSsh;
import org.belfry.webui.fake.FakeStorage;
import org.belfry.webui.fake.FakeSupport;
import org.belfry.webui.fake.FakeTrunkStates;
import org.belfry.webui.fake.FakeTrunks;
import org.belfry.webui.fake.FakeUpdates;
import org.belfry.webui.fake.FakeWebhooks;
import org.belfry.webui.fake.Numbering;
import org.belfry.webui.fake.Office;
import org.belfry.webui.fake.Upkeep;
import org.belfry.webui.login.LoginView;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

/**
 * The pages alone, on fakes, to be looked at: sign in as {@code admin} with {@code belfry-trial},
 * or as the user {@code 1001} with the same. {@code --trial.busy} lets a call begin and end every
 * few seconds, {@code --trial.empty} shows an appliance fresh from setup, {@code --trial.setup} one
 * before it.
 */
@SpringBootApplication(scanBasePackages = "org.belfry.webui")
@ConditionalOnMissingClass(
    "org.belfry.appliance.BelfryApplication") // which scans all of org.belfry
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
  Numbering numbering(FakePbx pbx, @Value("${trial.empty:false}") boolean empty) {
    Numbering numbering = Numbering.of(pbx);
    if (!empty) {
      numbering.opens();
      pbx.liveCalls().stream().limit(2).forEach(c -> numbering.control().takesTheLead(c.callId()));
    }
    return numbering;
  }

  @Bean
  FakePhones phones(Numbering numbering) {
    return numbering.phones();
  }

  @Bean
  FakeNotices notices() {
    return new FakeNotices();
  }

  @Bean
  FakeEmergency emergency(Numbering numbering) {
    return numbering.emergency();
  }

  @Bean
  FakeGroups groups(Numbering numbering) {
    return numbering.groups();
  }

  @Bean
  FakeDeletedItems deletedItems(FakeGroups groups) {
    return groups.deleted();
  }

  @Bean
  FakeParking parking() {
    return new FakeParking();
  }

  @Bean
  FakeSchedules schedules(Numbering numbering) {
    return numbering.schedules();
  }

  @Bean
  FakeTrunks trunks(Numbering numbering) {
    return numbering.trunks();
  }

  @Bean
  FakeTrunkStates trunkStates(Numbering numbering) {
    return numbering.states();
  }

  @Bean
  FakeInbound inbound(Numbering numbering) {
    return numbering.inbound();
  }

  @Bean
  FakeRoutes routes(Numbering numbering) {
    return numbering.routes();
  }

  @Bean
  FakeSite site(Numbering numbering) {
    return numbering.site();
  }

  @Bean
  FakeCallSettings callSettings(Numbering numbering) {
    return numbering.settings();
  }

  @Bean
  FakeScripts scripts(Numbering numbering) {
    return numbering.scripts();
  }

  @Bean
  FakeCallControl callControl(Numbering numbering) {
    return numbering.control();
  }

  @Bean
  FakeWebhooks webhooks(Numbering numbering) {
    return numbering.webhooks();
  }

  @Bean
  FakeBans bans(Numbering numbering) {
    return numbering.bans();
  }

  @Bean
  FakePlans plans() {
    return new FakePlans();
  }

  @Bean
  FakeDestinations destinations(FakePbx pbx, FakeGroups groups, Applications applications) {
    return new FakeDestinations(pbx, groups, applications);
  }

  @Bean
  Applications applications(FakePbx pbx, @Value("${trial.empty:false}") boolean empty) {
    Applications applications = Applications.of(pbx);
    if (!empty) {
      applications.opens();
    }
    return applications;
  }

  @Bean
  Upkeep upkeep(@Value("${trial.empty:false}") boolean empty) {
    Upkeep upkeep = Upkeep.fresh();
    if (!empty) {
      upkeep.opens();
    }
    return upkeep;
  }

  @Bean
  FakeGuide guide(Upkeep upkeep) {
    return upkeep.guide();
  }

  @Bean
  FakeNetwork network(Upkeep upkeep) {
    return upkeep.network();
  }

  @Bean
  FakeCertificates certificates(Upkeep upkeep) {
    return upkeep.certificates();
  }

  @Bean
  FakeAcme acme(Upkeep upkeep) {
    return upkeep.acme();
  }

  @Bean
  FakeAlarms alarms(Upkeep upkeep) {
    return upkeep.alarms();
  }

  @Bean
  FakeFuses fuses(Upkeep upkeep) {
    return upkeep.fuses();
  }

  @Bean
  FakeSettings settings(Upkeep upkeep) {
    return upkeep.settings();
  }

  @Bean
  FakeDoctor doctor(Upkeep upkeep) {
    return upkeep.doctor();
  }

  @Bean
  FakeReports reports(Upkeep upkeep) {
    return upkeep.reports();
  }

  @Bean
  FakeHostNetwork hostNetwork(Upkeep upkeep) {
    return upkeep.hostNetwork();
  }

  @Bean
  FakeLog log(Upkeep upkeep) {
    return upkeep.log();
  }

  @Bean
  FakeStorage storage(Upkeep upkeep) {
    return upkeep.storage();
  }

  @Bean
  FakeFailedLogIns failedLogIns(Upkeep upkeep) {
    return upkeep.failedLogIns();
  }

  @Bean
  FakeSupport support(Upkeep upkeep) {
    return upkeep.support();
  }

  @Bean
  FakeSsh ssh(Upkeep upkeep) {
    return upkeep.ssh();
  }

  @Bean
  FakeUpdates updates(Upkeep upkeep) {
    return upkeep.updates();
  }

  @Bean
  FakeAudit audit(Upkeep upkeep) {
    return upkeep.audit();
  }

  @Bean
  FakeHealth health(Upkeep upkeep) {
    return upkeep.health();
  }

  @Bean
  FakeBackups backups(Upkeep upkeep) {
    return upkeep.backups();
  }

  @Bean
  FakeChecks checks(Upkeep upkeep) {
    return upkeep.checks();
  }

  @Bean
  FakeAttendants attendants(Applications applications) {
    return applications.attendants();
  }

  @Bean
  FakeQueues queues(Applications applications) {
    return applications.queues();
  }

  @Bean
  FakeFloor floor(Applications applications) {
    return applications.floor();
  }

  @Bean
  FakeRooms rooms(Applications applications) {
    return applications.rooms();
  }

  @Bean
  FakeMailTemplates mailTemplates() {
    return new FakeMailTemplates();
  }

  @Bean
  FakeOwnRooms ownRooms() {
    return new FakeOwnRooms();
  }

  @Bean
  FakeConferences conferences(Applications applications) {
    return applications.conferences();
  }

  @Bean
  FakeMailboxes mailboxes(Applications applications) {
    return applications.mailboxes();
  }

  @Bean
  FakeRecordings recordings(Applications applications) {
    return applications.recordings();
  }

  @Bean
  FakePrompts prompts(Applications applications) {
    return applications.prompts();
  }

  @Bean
  FakeAnnouncements announcements(Applications applications) {
    return applications.announcements();
  }

  @Bean
  FakeMusic music(Applications applications) {
    return applications.music();
  }

  @Bean
  FakeMail mail(Applications applications) {
    return applications.mail();
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
  FakeSignIns signIns(FakePbx pbx, FakeAccounts accounts) {
    return new FakeSignIns(pbx, accounts);
  }

  @Bean
  FakePhoneAccess phoneAccess(FakePbx pbx) {
    return new FakePhoneAccess(pbx);
  }

  @Bean
  FakeContacts contacts(@Value("${trial.empty:false}") boolean empty) {
    FakeContacts contacts = new FakeContacts();
    if (!empty) {
      contacts.create("1001", new SaveContact("Dr. Paula Winter", "+493055501", Label.WORK));
      contacts.create("1001", new SaveContact("Tom Berger", "+4917055502", Label.MOBILE));
    }
    return contacts;
  }

  @Bean
  FakePersonalCalls personalCalls(FakePbx pbx) {
    return new FakePersonalCalls(pbx);
  }

  @Bean
  UserDetailsService people() {
    return new InMemoryUserDetailsManager(
        User.withUsername("admin").password("{noop}belfry-trial").roles("ADMIN").build(),
        User.withUsername("1001").password("{noop}belfry-trial").roles("USER").build());
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
