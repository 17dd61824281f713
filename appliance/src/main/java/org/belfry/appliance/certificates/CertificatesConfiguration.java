package org.belfry.appliance.certificates;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.belfry.appliance.acme.OpenChallenges;
import org.belfry.appliance.audit.AuditTrail;
import org.belfry.appliance.certificates.AutomaticCertificate.Here;
import org.belfry.appliance.directory.PasswordVault;
import org.belfry.appliance.directory.Seniority;
import org.belfry.appliance.directory.SiteIdentity;
import org.belfry.appliance.outgoing.OutgoingHttp;
import org.belfry.appliance.persistence.Settings;
import org.belfry.appliance.system.BelfryProperties;
import org.belfry.appliance.system.Bootstrap;
import org.belfry.pbx.sip.transport.Advertised;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Assembles automatic certificates, and looks once a minute whether one is due. */
@Configuration(proxyBeanMethods = false)
class CertificatesConfiguration {

  @Bean
  InstalledCertificate installedCertificate(
      Bootstrap groundwork, Seniority seniority, AuditTrail audit) {
    return new InstalledCertificate(groundwork.certificate(), seniority::owns, changes(audit));
  }

  private static CertificateAudit changes(AuditTrail audit) {
    return (kind, before, after) -> audit.tell(kind, "", before, after);
  }

  @Bean
  AcmeStore acmeStore(Settings settings, PasswordVault vault, SiteIdentity site) {
    return new AcmeStore(new Rows(settings), new Vault(vault), site.domain());
  }

  private record Rows(Settings settings) implements AcmeStore.Kept {
    @Override
    public Optional<String> get(String name) {
      return settings.get(name);
    }

    @Override
    public void set(String name, String value) {
      settings.set(name, value);
    }
  }

  private record Vault(PasswordVault vault) implements AcmeStore.Sealing {
    @Override
    public byte[] seal(String secret) {
      return vault.seal(secret);
    }

    @Override
    public String open(byte[] sealed) {
      return vault.open(sealed);
    }
  }

  @Bean(destroyMethod = "stop")
  AutomaticCertificate automaticCertificate(
      InstalledCertificate installed,
      AcmeStore store,
      OpenChallenges challenges,
      AuditTrail audit,
      BelfryProperties properties,
      Seniority seniority,
      Bootstrap groundwork) {
    Here here =
        new Here(properties.httpPort(), properties.httpsPort(), addresses(properties, groundwork));
    return new AutomaticCertificate(
        installed,
        store,
        challenges,
        changes(audit),
        here,
        seniority::owns,
        InstantSource.system());
  }

  private static Set<InetAddress> addresses(BelfryProperties properties, Bootstrap groundwork) {
    Set<InetAddress> addresses = new HashSet<>();
    for (InetAddress each : groundwork.addresses().all()) {
      if (OutgoingHttp.isPublic(each)) {
        addresses.add(each);
      }
    }
    for (String each : properties.sip().advertise()) {
      addresses.add(Advertised.Address.of(each).address());
    }
    return addresses;
  }

  /** The thread that looks. */
  @Component
  static class Watch implements DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

    private final AutomaticCertificate automatic;
    private final ScheduledExecutorService thread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("certificates").daemon(true).factory());

    Watch(AutomaticCertificate automatic) {
      this.automatic = automatic;
    }

    @EventListener(ApplicationReadyEvent.class)
    void open() {
      var _ = thread.scheduleWithFixedDelay(this::look, 10, 60, TimeUnit.SECONDS);
    }

    @Override
    public void destroy() {
      thread.shutdownNow();
    }

    private void look() {
      try {
        automatic.tick();
      } catch (DataAccessException e) {
        LOG.debug("the database is away: certificates are looked at when it is back", e);
      } catch (RuntimeException e) {
        LOG.error("certificates could not be looked at", e);
      }
    }
  }
}
