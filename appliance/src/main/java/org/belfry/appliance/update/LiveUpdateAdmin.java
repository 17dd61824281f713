package org.belfry.appliance.update;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.belfry.appliance.audit.AuditTrail;
import org.belfry.appliance.system.QuietNight;
import org.belfry.pbx.admin.CallMonitor;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.UpdateAdmin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Updates as the page and the API see them; the clock is passed in. */
final class LiveUpdateAdmin implements UpdateAdmin {
  private static final Logger LOG = LoggerFactory.getLogger(LiveUpdateAdmin.class);

  /** A host that has not reported within this time does not install updates. */
  private static final Duration HOST = Duration.ofSeconds(30);

  private static final Duration CHECK = Duration.ofDays(1);

  private final String version;
  private final UpdateHost host;
  private final UpdateFile file;
  private final @Nullable UpdateServer server;
  private final Automatic automatic;
  private final BooleanSupplier owns;
  private final CallMonitor calls;
  private final AuditTrail audit;
  private final ZoneId zone;
  private final InstantSource clock;
  private final ReentrantLock one = new ReentrantLock();

  private @Nullable Instant checkedAt;
  private UpdateServer.@Nullable Latest latest;
  private @Nullable DownloadView download;
  private @Nullable QuietNight night;
  private @Nullable Instant askedAt;

  /** The version whose installation an administrator has called off. */
  private @Nullable String declined;

  /**
   * @param version that runs
   * @param server null for none
   * @param automatic what is done about a newer version of its
   * @param owns whether who asks is an owner
   */
  LiveUpdateAdmin(
      String version,
      UpdateHost host,
      UpdateFile file,
      @Nullable UpdateServer server,
      Automatic automatic,
      BooleanSupplier owns,
      CallMonitor calls,
      AuditTrail audit,
      ZoneId zone,
      InstantSource clock) {
    this.version = version;
    this.host = host;
    this.file = file;
    this.server = server;
    this.automatic = automatic;
    this.owns = owns;
    this.calls = calls;
    this.audit = audit;
    this.zone = zone;
    this.clock = clock;
  }

  @Override
  public UpdateView update() {
    one.lock();
    try {
      UpdateServer.Latest newest = latest;
      UpdateHost.Image image = host.image();
      return new UpdateView(
          version,
          image == null ? null : image.slot(),
          host.previous(clock.instant()),
          host.installs(),
          host.hasKey(),
          server == null ? null : server.address().toString(),
          automatic,
          checkedAt,
          newest == null ? null : newest.offer(),
          download,
          file.ready(),
          progress(),
          night == null ? null : night.from(),
          calls.liveCalls().size(),
          host.past());
    } finally {
      one.unlock();
    }
  }

  private ProgressView progress() {
    ProgressView told = host.progress();
    Instant asked = askedAt;
    // The host's clock counts whole seconds.
    if (asked == null || (told.at() != null && !told.at().isBefore(asked.minusSeconds(1)))) {
      return told;
    }
    boolean silent = clock.instant().isAfter(asked.plus(HOST));
    return new ProgressView(
        silent ? State.REFUSED : State.ASKED, asked, silent ? Reason.NO_ANSWER : null);
  }

  @Override
  public UpdateView check() {
    UpdateServer from = server;
    if (from == null) {
      throw new InvalidCommand("server", "no update server is set");
    }
    try {
      UpdateServer.Latest found = from.latest();
      one.lock();
      try {
        checkedAt = clock.instant();
        latest = DebianVersion.isNewer(found.offer().version(), version) ? found : null;
      } finally {
        one.unlock();
      }
    } catch (IOException e) {
      throw new InvalidCommand("server", "no answer: " + sentence(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InvalidCommand("server", "Belfry is stopping");
    }
    return update();
  }

  private static String sentence(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  @Override
  public UpdateView download() {
    one.lock();
    try {
      UpdateServer.Latest newest = latest;
      if (newest == null) {
        throw new InvalidCommand("server", "there is no newer version");
      }
      checkIdle();
      download = new DownloadView(0, null);
      Thread.ofVirtual().name("update-download").start(() -> download(newest));
    } finally {
      one.unlock();
    }
    return update();
  }

  private void download(UpdateServer.Latest newest) {
    long size = Math.max(1, newest.offer().size());
    try {
      UpdateServer.download(
          newest.file(),
          file::take,
          read -> tell(new DownloadView((int) Math.min(99, read * 100 / size), null)));
      tell(null);
    } catch (InvalidCommand e) {
      tell(new DownloadView(0, e.problems().getFirst().message()));
    } catch (IOException e) {
      tell(new DownloadView(0, sentence(e)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("an update cannot be downloaded", e);
      tell(new DownloadView(0, "an error of Belfry's own; see the log"));
    }
  }

  private void tell(@Nullable DownloadView now) {
    one.lock();
    try {
      download = now;
    } finally {
      one.unlock();
    }
  }

  @Override
  public UpdateView take(InputStream content) throws IOException {
    one.lock();
    try {
      checkIdle();
      download = new DownloadView(0, null); // nobody else writes there meanwhile
    } finally {
      one.unlock();
    }
    try {
      file.take(content);
    } finally {
      tell(null);
    }
    return update();
  }

  private void checkIdle() {
    if (download != null && download.problem() == null) {
      throw new InvalidCommand("file", "an update is being transferred");
    }
    if (progress().state().isBusy()) {
      throw new InvalidCommand("file", "an update is being installed");
    }
  }

  @Override
  public UpdateView discard() {
    one.lock();
    try {
      checkIdle();
      decline();
      night = null;
      download = null;
      file.discard();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      one.unlock();
    }
    return update();
  }

  @Override
  public UpdateView installNow() {
    one.lock();
    try {
      OfferView it = installable();
      install(it);
      audit.tell("update", it.version(), null, new When("now"));
    } finally {
      one.unlock();
    }
    return update();
  }

  /** As the audit log tells it. */
  private record When(String when) {}

  private OfferView installable() {
    if (!host.installs()) {
      throw new InvalidCommand("host", "updates can be installed only where Belfry is a package");
    }
    checkIdle();
    OfferView ready = file.ready();
    if (ready == null) {
      throw new InvalidCommand("file", "no update is ready");
    }
    if (!DebianVersion.isNewer(ready.version(), version)) {
      throw new InvalidCommand("file", "is not newer than the installed version");
    }
    return ready;
  }

  private void install(OfferView it) {
    night = null;
    try {
      askedAt = clock.instant();
      file.ask(askedAt);
      LOG.warn("the host is asked to install version {}", it.version());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public UpdateView installTonight() {
    one.lock();
    try {
      OfferView it = installable();
      night = QuietNight.planned(clock.instant(), zone);
      audit.tell("update", it.version(), null, new When("tonight"));
    } finally {
      one.unlock();
    }
    return update();
  }

  @Override
  public UpdateView cancelInstallation() {
    one.lock();
    try {
      if (night != null) {
        decline();
        night = null;
        audit.tell("update", "", new When("tonight"), null);
      }
    } finally {
      one.unlock();
    }
    return update();
  }

  private void decline() {
    OfferView ready = file.ready();
    if (ready != null) {
      declined = ready.version();
    }
  }

  @Override
  public UpdateView goBack() {
    if (!owns.getAsBoolean()) { // the database of then has the rights of then, as a backup has
      throw new InvalidCommand("role", "only an owner can go back to the previous version");
    }
    one.lock();
    try {
      checkIdle();
      PreviousView previous = host.previous(clock.instant());
      if (previous == null) {
        throw new InvalidCommand("host", "there is no version to go back to");
      }
      night = null;
      askedAt = clock.instant();
      file.askBack();
      LOG.warn("the host is asked to go back to version {}", previous.version());
      audit.tell("update", previous.version(), null, new When("back"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      one.unlock();
    }
    return update();
  }

  /** To be called again and again. */
  void tick() {
    one.lock();
    try {
      QuietNight planned = night;
      if (planned != null) {
        QuietNight.Step step = planned.on(clock.instant(), calls.liveCalls().size());
        night = step.next();
        if (step.due()) {
          install(installable());
        }
      }
    } catch (InvalidCommand e) {
      night = null;
      LOG.warn("the update is not installed: {}", e.getMessage());
    } finally {
      one.unlock();
    }
  }

  /** Asks the server once a day, and does with its newer version what the setting says. */
  void look() {
    if (server == null) {
      return;
    }
    try {
      Instant last = checkedAt;
      if (last == null || !clock.instant().isBefore(last.plus(CHECK))) {
        check();
      }
      follow();
    } catch (InvalidCommand e) {
      LOG.info("the update server: {}", e.problems().getFirst().message());
    }
  }

  private void follow() {
    one.lock();
    try {
      UpdateServer.Latest newest = latest;
      if (newest == null || !isWelcome(newest.offer().version())) {
        return;
      }
      OfferView ready = file.ready();
      if (ready == null || DebianVersion.isNewer(newest.offer().version(), ready.version())) {
        LOG.info("version {} is downloaded", newest.offer().version());
        download();
      } else if (automatic == Automatic.INSTALL && night == null) {
        LOG.info("version {} is installed in the coming night", ready.version());
        installTonight();
      }
    } finally {
      one.unlock();
    }
  }

  /** Whether it may come without being asked for: not what was called off, or has failed here. */
  private boolean isWelcome(String offered) {
    return automatic != Automatic.CHECK
        && host.installs()
        && !progress().state().isBusy()
        && (download == null || download.problem() != null)
        && !offered.equals(declined)
        && host.past().stream()
            .noneMatch(past -> past.outcome() != State.UPDATED && offered.equals(past.to()));
  }
}
