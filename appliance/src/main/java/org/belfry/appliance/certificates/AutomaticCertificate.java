package org.belfry.appliance.certificates;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.belfry.appliance.acme.AcmeDirectory;
import org.belfry.appliance.acme.AcmeDirectory.Window;
import org.belfry.appliance.acme.AcmeFailure;
import org.belfry.appliance.acme.CertificateRequest;
import org.belfry.appliance.acme.CertificateRequest.Issued;
import org.belfry.appliance.acme.CertificateRequest.Wanted;
import org.belfry.appliance.acme.DnsUpdate;
import org.belfry.appliance.acme.OpenChallenges;
import org.belfry.appliance.outgoing.OutgoingHttp;
import org.belfry.appliance.system.Certificate;
import org.belfry.appliance.system.KeyAndChain;
import org.belfry.pbx.admin.AcmeAdmin;
import org.belfry.pbx.admin.InvalidCommand;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests the certificate, puts it into use and renews it. The clock is passed in; {@link #tick}
 * is to be called again and again.
 */
final class AutomaticCertificate implements AcmeAdmin {
  private static final Logger LOG = LoggerFactory.getLogger(AutomaticCertificate.class);
  private static final Duration LOOK = Duration.ofHours(6);
  private static final SecureRandom RANDOM = new SecureRandom();

  private final InstalledCertificate installed;
  private final AcmeStore store;
  private final OpenChallenges challenges;
  private final CertificateAudit audit;
  private final OutgoingHttp http = new OutgoingHttp();
  private final Here here;
  private final BooleanSupplier owns;
  private final InstantSource clock;
  private final ReentrantLock one = new ReentrantLock();

  private ProgressView progress =
      new ProgressView(Phase.NONE, false, null, null, null, null); // under the lock
  private @Nullable Thread running;
  private @Nullable Window window;
  private @Nullable Instant lookedAt;

  /**
   * Where we are.
   *
   * @param addresses our public ones; empty when they are not known
   */
  record Here(int httpPort, int httpsPort, Set<InetAddress> addresses) {}

  AutomaticCertificate(
      InstalledCertificate installed,
      AcmeStore store,
      OpenChallenges challenges,
      CertificateAudit audit,
      Here here,
      BooleanSupplier owns,
      InstantSource clock) {
    this.installed = installed;
    this.store = store;
    this.challenges = challenges;
    this.audit = audit;
    this.here = here;
    this.owns = owns;
    this.clock = clock;
  }

  @Override
  public AcmeView acme() {
    one.lock();
    try {
      AcmeSettings settings = store.settings();
      AcmeState state = store.state();
      ProgressView last = state.last();
      return new AcmeView(
          isOn(settings, state),
          settings.directory(),
          settings.email(),
          settings.names(),
          settings.method(),
          settings.agreed(),
          settings.inside(),
          settings.trust(),
          settings.dns(),
          settings.sealedSecret() != null,
          progress.phase() == Phase.NONE && last != null ? last : progress,
          new RenewalView(due(settings, state), state.failures(), state.failingSince()),
          here.httpPort(),
          here.httpsPort());
    } finally {
      one.unlock();
    }
  }

  /** Off as well when another certificate was installed after the last one. */
  private boolean isOn(AcmeSettings settings, AcmeState state) {
    return settings.on() && (state.issued() == null || installed.isToBeAutomatic());
  }

  private @Nullable Instant due(AcmeSettings settings, AcmeState state) {
    if (!isOn(settings, state)) {
      return null;
    }
    if (state.retryAt() != null) {
      return state.retryAt();
    }
    X509Certificate shown = installed.shown();
    return isCurrent(settings, state, shown)
        ? RenewalPlan.due(
            shown.getNotBefore().toInstant(),
            shown.getNotAfter().toInstant(),
            window,
            state.fraction())
        : clock.instant();
  }

  private static boolean isCurrent(AcmeSettings settings, AcmeState state, X509Certificate shown) {
    return Certificate.fingerprint(shown).equals(state.issued())
        && settings.directory().equals(state.issuedBy())
        && Set.copyOf(settings.names()).equals(Set.copyOf(state.issuedFor()));
  }

  @Override
  public AcmeView change(ChangeAcme command) {
    one.lock();
    try {
      idle();
      AcmeSettings before = store.settings();
      String secret = command.secret();
      AcmeSettings after =
          before.changed(
              command,
              secret == null || secret.isBlank() ? before.sealedSecret() : store.seal(secret));
      checkOwner(before, after);
      prepared(after);
      store.set(after);
      store.set(store.state().anew(installed.isToBeAutomatic()));
      audit.tell("acme", before, after);
      progress = new ProgressView(Phase.NONE, false, null, null, null, null);
      window = null;
      lookedAt = null;
    } finally {
      one.unlock();
    }
    tick();
    return acme();
  }

  private void checkOwner(AcmeSettings before, AcmeSettings after) {
    boolean elsewhere = !after.directory().equals(before.directory());
    if (after.inside() && (elsewhere || !before.inside())) {
      checkOwner("inside");
    }
    if (!after.trust().isEmpty() && !after.trust().equals(before.trust())) {
      checkOwner("trust");
    }
    if (after.dns() != null && !after.dns().equals(before.dns())) {
      checkOwner("dns.server");
    }
  }

  private void checkOwner(String field) {
    if (!owns.getAsBoolean()) {
      throw new InvalidCommand(field, "only an owner can change this setting");
    }
  }

  private void idle() {
    if (progress.phase().isBusy()) {
      throw new InvalidCommand("", "a certificate is being requested");
    }
  }

  /** What a request needs, made of the settings; refuses what cannot be. */
  private Prepared prepared(AcmeSettings settings) {
    AcmeDirectory directory = directory(settings, settings.directory());
    DnsUpdate dns = null;
    if (settings.method() == Method.DNS_01) {
      byte[] sealed = Objects.requireNonNull(settings.sealedSecret());
      dns = new DnsUpdate(Objects.requireNonNull(settings.dns()), store.open(sealed));
      for (int i = 0; i < settings.names().size(); i++) {
        if (!dns.covers(settings.names().get(i).replaceFirst("^\\*\\.", ""))) {
          throw new InvalidCommand("names[" + i + "]", "is not in the DNS zone");
        }
      }
    }
    return new Prepared(directory, dns);
  }

  private record Prepared(AcmeDirectory directory, @Nullable DnsUpdate dns) {}

  private AcmeDirectory directory(AcmeSettings settings, String url) {
    return new AcmeDirectory(url, settings.inside(), settings.trust(), http);
  }

  @Override
  public AcmeView request(boolean test) {
    AcmeSettings settings = store.settings();
    if (settings.names().isEmpty()) {
      throw new InvalidCommand("names", "required");
    }
    if (!settings.agreed()) {
      throw new InvalidCommand("agreed", "the terms of service must be accepted");
    }
    if (!test && !isOn(settings, store.state())) {
      throw new InvalidCommand("on", "automatic certificates are off");
    }
    start(settings, test);
    return acme();
  }

  @Override
  public @Nullable String terms(String directory, boolean inside, @Nullable String trust) {
    if (inside) {
      checkOwner("inside");
    }
    if (trust != null && !trust.isBlank()) {
      checkOwner("trust");
    }
    try {
      return new AcmeDirectory(directory, inside, trust == null ? "" : trust, http).terms();
    } catch (AcmeFailure e) {
      throw new InvalidCommand(
          "directory", "no answer: " + (e.detail() == null ? e.reason() : e.detail()));
    }
  }

  private void start(AcmeSettings settings, boolean test) {
    one.lock();
    try {
      idle();
      boolean staging = test && settings.directory().equals(LETS_ENCRYPT);
      String url = staging ? LETS_ENCRYPT_STAGING : settings.directory();
      Prepared prepared = prepared(settings);
      AcmeDirectory directory = staging ? directory(settings, url) : prepared.directory();
      AcmeState state = store.state();
      boolean renews = !test && isCurrent(settings, state, installed.shown());
      Wanted wanted =
          new Wanted(
              store.account(url, settings.email()),
              settings.email(),
              settings.agreed(),
              settings.names(),
              settings.method(),
              prepared.dns(),
              renews ? installed.shown() : null);
      progress = new ProgressView(Phase.ACCOUNT, test, null, null, null, clock.instant());
      CertificateRequest request = new CertificateRequest(directory, challenges, wanted);
      running = Thread.ofVirtual().name("certificate").start(() -> run(request, settings, test));
    } finally {
      one.unlock();
    }
  }

  private void run(CertificateRequest request, AcmeSettings settings, boolean test) {
    try {
      Issued issued =
          request.run(
              phase -> tell(new ProgressView(phase, test, null, null, null, clock.instant())));
      ProgressView done = new ProgressView(Phase.DONE, test, null, null, null, clock.instant());
      if (!test) {
        use(issued, settings, done);
      }
      tell(done);
      LOG.info("a certificate for {} was issued{}", settings.names(), test ? " as a test" : "");
    } catch (AcmeFailure e) {
      failed(new NameLook(InetAddress::getAllByName, here.addresses()).explain(e), test);
    } catch (InterruptedException e) {
      tell(new ProgressView(Phase.FAILED, test, null, Reason.STOPPED, null, clock.instant()));
      Thread.currentThread().interrupt();
    } catch (KeyAndChain.Unusable | RuntimeException e) {
      LOG.error("a certificate cannot be requested", e);
      failed(AcmeFailure.ours(e), test);
    }
  }

  private void use(Issued issued, AcmeSettings settings, ProgressView done)
      throws KeyAndChain.Unusable {
    installed.installAutomatic(Pem.of(issued.chain()), Pem.of(issued.key().getPrivate()));
    String fingerprint = Certificate.fingerprint(issued.chain().getFirst());
    double fraction = RANDOM.nextDouble();
    one.lock();
    try {
      store.set(store.state().issued(fingerprint, settings, fraction, done));
      window = null;
      lookedAt = null;
    } finally {
      one.unlock();
    }
  }

  private void failed(AcmeFailure failure, boolean test) {
    Instant now = clock.instant();
    ProgressView last =
        new ProgressView(
            Phase.FAILED, test, failure.name(), failure.reason(), failure.detail(), now);
    LOG.warn("no certificate was issued: {}", failure.getMessage());
    one.lock();
    try {
      progress = last;
      if (!test) {
        AcmeState state = store.state();
        Instant until = state.issued() == null ? null : installed.shown().getNotAfter().toInstant();
        store.set(
            state.failed(
                now,
                RenewalPlan.retry(state.failures() + 1, now, until, failure.retryAfter()),
                last));
      }
    } finally {
      one.unlock();
    }
  }

  private void tell(ProgressView now) {
    one.lock();
    try {
      progress = now;
    } finally {
      one.unlock();
    }
  }

  /** Renews what is due: by our own authority, or by ACME. */
  void tick() {
    installed.renewOwn(clock.instant());
    AcmeSettings settings = store.settings();
    AcmeState state = store.state();
    if (settings.on() && !isOn(settings, state)) {
      LOG.warn("another certificate was installed: automatic certificates are off");
      store.set(settings.off());
      audit.tell("acme", settings, settings.off());
      return;
    }
    boolean due;
    one.lock();
    try {
      Instant at = due(settings, state);
      due = at != null && !progress.phase().isBusy() && !clock.instant().isBefore(at);
      if (!due && at != null && state.retryAt() == null) {
        look(settings, state);
      }
    } finally {
      one.unlock();
    }
    if (due) {
      try {
        start(settings, false);
      } catch (InvalidCommand e) {
        LOG.warn("no certificate is requested: {}", e.getMessage());
      }
    }
  }

  /** Asks the authority now and then when it wants a renewal; without an answer nothing changes. */
  private void look(AcmeSettings settings, AcmeState state) {
    Instant now = clock.instant();
    Instant last = lookedAt;
    if (last != null && now.isBefore(last.plus(LOOK))) {
      return;
    }
    lookedAt = now;
    X509Certificate shown = installed.shown();
    if (!isCurrent(settings, state, shown)) {
      return;
    }
    Thread.ofVirtual()
        .name("certificate-window")
        .start(() -> {
          try {
            Window found =
                directory(settings, settings.directory())
                    .window(store.account(settings.directory(), settings.email()), shown)
                    .orElse(null);
            one.lock();
            try {
              window = found;
            } finally {
              one.unlock();
            }
          } catch (AcmeFailure e) {
            LOG.info("the authority gives no window for the renewal: {}", e.getMessage());
          } catch (RuntimeException e) {
            LOG.warn("the authority cannot be asked for the window of the renewal", e);
          }
        });
  }

  /** Ends a request that runs, and waits for its end. */
  void stop() {
    Thread its;
    one.lock();
    try {
      its = running;
    } finally {
      one.unlock();
    }
    if (its != null) {
      its.interrupt();
      try {
        its.join(Duration.ofSeconds(2));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
