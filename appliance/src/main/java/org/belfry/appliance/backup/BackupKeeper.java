package org.belfry.appliance.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.belfry.appliance.backup.BackupMaker.Made;
import org.belfry.appliance.backup.Manifest.FilePrint;
import org.belfry.appliance.directory.Seniority;
import org.belfry.appliance.system.BelfryProperties;
import org.belfry.appliance.system.Bootstrap;
import org.belfry.appliance.system.PrivateDatabase;
import org.belfry.appliance.system.RestartAsked;
import org.belfry.appliance.system.RestoredState;
import org.belfry.appliance.system.ScratchDatabase;
import org.belfry.pbx.admin.BackupAdmin;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.SystemMonitor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Does what is to be done with backups, one thing at a time, and looks each minute what is due. */
@Component
class BackupKeeper implements BackupAdmin, DisposableBean {
  private static final Logger LOG = LoggerFactory.getLogger(BackupKeeper.class);
  private static final Duration LOOK = Duration.ofMinutes(1);
  private static final Duration STOP_WAIT = Duration.ofSeconds(8);
  private static final long MEGABYTE = 1_000_000;

  private final Path data;
  private final Path work;
  private final long proofBytes;
  private final @Nullable PrivateDatabase own;
  private final DataSource database;
  private final SystemMonitor system;
  private final KeptPlan kept;
  private final BackupRuns runs;
  private final ZoneId zone;
  private final ObjectProvider<Seniority> seniority;
  private final ApplicationEventPublisher events;
  private final InstantSource clock = InstantSource.system();
  private final Instant started = clock.instant();
  private final SecureRandom random = new SecureRandom();
  private final AtomicReference<@Nullable RunView> running = new AtomicReference<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("backup").daemon(true).factory());
  private volatile boolean alive;

  BackupKeeper(
      BelfryProperties properties,
      Bootstrap groundwork,
      DataSource database,
      SystemMonitor system,
      KeptPlan kept,
      BackupRuns runs,
      ZoneId zone,
      ObjectProvider<Seniority> seniority,
      ApplicationEventPublisher events) {
    this.data = groundwork.data().path();
    this.work = data.resolve("backup");
    this.proofBytes = properties.backup().proofMegabytes() * MEGABYTE;
    this.own = groundwork.database();
    this.kept = kept;
    this.runs = runs;
    this.zone = zone;
    this.seniority = seniority;
    this.events = events;
    this.database = database;
    this.system = system;
  }

  /** What is done in the background; what it returns becomes the end of the run. */
  @FunctionalInterface
  private interface Work {
    RunView of(RunView run) throws BackupProblem, IOException, InterruptedException;
  }

  @Override
  public BackupView backup() {
    BackupPlan plan = kept.plan();
    RunView now = running.get();
    Instant next =
        plan == null
            ? null
            : new Timetable(plan.at(), zone)
                .next(runs.past(plan.since()), started, clock.instant());
    return new BackupView(
        plan == null ? null : plan.shown(),
        plan == null ? Scope.WHOLE : plan.scope(),
        (plan == null ? BackupPlan.USUAL_AT : plan.at()).toString(),
        plan == null ? BackupPlan.USUAL_DAILY : plan.daily(),
        plan == null ? BackupPlan.USUAL_WEEKLY : plan.weekly(),
        plan == null ? BackupPlan.USUAL_MONTHLY : plan.monthly(),
        BackupPlan.usualPath(data).toString(),
        sshKey(),
        hostKeys(plan),
        now,
        runs.newest(RunKind.BACKUP, Outcome.GOOD).orElse(null),
        runs.newestProof().orElse(null),
        next,
        impossible());
  }

  private @Nullable String sshKey() {
    try {
      return SshKey.line(work);
    } catch (BackupProblem e) {
      LOG.warn("there is no key for SFTP: {}", e.sentence());
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  private List<String> hostKeys(@Nullable BackupPlan plan) {
    if (plan == null || plan.place().kind() != PlaceKind.SFTP) {
      return List.of();
    }
    try {
      return new HostKeys(work).of(plan.place());
    } catch (IOException e) {
      LOG.warn("the keys of SFTP servers cannot be read: {}", e.getMessage());
      return List.of();
    }
  }

  /** Before the server is told anything. */
  private void pin(Place place, @Nullable String hostKey) throws IOException, InterruptedException {
    if (hostKey == null || hostKey.isBlank()) {
      return;
    }
    String wanted = hostKey.strip();
    if (place.kind() != PlaceKind.SFTP || !wanted.matches("SHA256:[A-Za-z0-9+/]{43}")) {
      throw new InvalidCommand("hostKey", "must be SHA256: and 43 characters, for SFTP only");
    }
    try {
      HostKeys keys = new HostKeys(work);
      if (!keys.of(place).equals(List.of(wanted))) {
        ownersOnly("choose the backup location");
        keys.pin(place, wanted);
      }
    } catch (BackupProblem e) {
      throw new InvalidCommand("hostKey", e.sentence());
    }
  }

  private @Nullable String impossible() {
    if (own == null) {
      return "Belfry backs up its own database only: with belfry.database.url back up that database"
          + " and the data directory by other means";
    }
    for (String program : List.of("restic", "mariadb-dump", "mariadb")) {
      if (Tool.find(program) == null) {
        return program + " is not installed";
      }
    }
    return null;
  }

  @Override
  public synchronized @Nullable String set(SetBackup command) {
    BackupPlan before = kept.plan();
    BackupPlan plan = BackupPlan.of(command, before, data, clock.instant());
    if (command.passphrase() != null || before == null || !before.place().equals(plan.place())) {
      ownersOnly("choose the backup location");
    }
    if (before != null && plan.keepsLessThan(before)) {
      ownersOnly("keep fewer backups");
    }
    String problem = impossible();
    if (problem != null) {
      throw new InvalidCommand("place.kind", problem);
    }
    Path file = data.resolve(Passphrase.NAME);
    try {
      pin(plan.place(), command.hostKey());
      String known = Passphrase.read(file);
      String given = command.passphrase();
      String wanted = given != null ? checked(given) : known;
      boolean made = wanted == null;
      String passphrase = wanted == null ? Passphrase.make(random) : wanted;
      if (before == null || !before.place().equals(plan.place()) || !passphrase.equals(known)) {
        Path tried = Restorer.passphraseFile(work, passphrase);
        try {
          new Restic(plan.place(), work, tried).open();
        } finally {
          Files.deleteIfExists(tried);
        }
        Passphrase.write(file, passphrase);
      }
      kept.set(plan);
      return made ? passphrase : null;
    } catch (BackupProblem e) {
      throw invalid(e);
    } catch (IOException e) {
      throw new InvalidCommand("place.path", "cannot be used: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InvalidCommand("place.kind", "interrupted");
    }
  }

  /**
   * A backup holds every secret of the site and says who its owners are: whoever chooses where it
   * goes has the first, and whoever chooses what is restored decides the second.
   */
  private void ownersOnly(String what) {
    if (!seniority.stream().allMatch(Seniority::owns)) {
      throw new InvalidCommand("place", "only an owner can " + what);
    }
  }

  private static String checked(String passphrase) {
    String text = passphrase.strip();
    if (text.length() < Passphrase.LEAST
        || text.length() > Passphrase.MOST
        || text.lines().count() != 1) {
      throw new InvalidCommand(
          "passphrase", "must have " + Passphrase.LEAST + " to " + Passphrase.MOST + " characters");
    }
    return text;
  }

  private static InvalidCommand invalid(BackupProblem problem) {
    boolean key = problem.sentence().equals(ResticComplaint.WRONG_PASSPHRASE);
    return new InvalidCommand(key ? "passphrase" : "place", problem.sentence());
  }

  @Override
  public synchronized void forget() {
    ownersOnly("end backups");
    kept.set(null);
  }

  @Override
  public List<RunView> runs() {
    return runs.newest();
  }

  @Override
  public void make() {
    BackupPlan plan = planned();
    begin(RunKind.BACKUP, plan.scope(), run -> make(run, plan), () -> proveSoon(plan));
  }

  @Override
  public void prove() {
    BackupPlan plan = planned();
    begin(RunKind.PROOF, plan.scope(), run -> prove(run, plan), () -> {});
  }

  private BackupPlan planned() {
    BackupPlan plan = kept.plan();
    if (plan == null) {
      throw new InvalidCommand("place", "choose a backup location first");
    }
    return plan;
  }

  @Override
  public List<SnapshotView> snapshots(@Nullable Place place, @Nullable String passphrase) {
    if (place != null || passphrase != null) {
      ownersOnly("view backups elsewhere");
    }
    return with(place, passphrase, Restic::snapshots);
  }

  @Override
  public void restore(Restore command) {
    ownersOnly("restore a backup");
    String wanted = command.snapshot() == null ? "latest" : command.snapshot().strip();
    if (own == null) {
      throw new InvalidCommand("place", String.valueOf(impossible()));
    }
    Unpacking unpacking =
        with(
            command.place(),
            command.passphrase(),
            restic -> new Restorer(data, restic).look(wanted));
    begin(
        RunKind.RESTORE,
        unpacking.manifest().scope(),
        run ->
            with(
                command.place(),
                command.passphrase(),
                restic -> {
                  Restorer restorer = new Restorer(data, restic);
                  String done = restorer.restore(restorer.look(wanted), clock.instant());
                  return ended(run, Outcome.GOOD, done, null, unpacking.manifest());
                }),
        () -> events.publishEvent(new RestartAsked("a backup was restored")));
  }

  /** Something that restic is asked. */
  @FunctionalInterface
  private interface Question<T> {
    T ask(Restic restic) throws BackupProblem, InterruptedException;
  }

  private <T> T with(@Nullable Place place, @Nullable String passphrase, Question<T> question) {
    BackupPlan plan = kept.plan();
    Place there =
        place == null
            ? planned().place()
            : BackupPlan.place(place, plan == null ? null : plan.place(), data);
    try {
      if (passphrase == null || passphrase.isBlank()) {
        Path file = data.resolve(Passphrase.NAME);
        if (!Files.exists(file)) {
          throw new InvalidCommand("passphrase", "required");
        }
        return question.ask(new Restic(there, work, file));
      }
      Path tried = Restorer.passphraseFile(work, passphrase.strip());
      try {
        return question.ask(new Restic(there, work, tried));
      } finally {
        Files.deleteIfExists(tried);
      }
    } catch (BackupProblem e) {
      throw invalid(e);
    } catch (IOException e) {
      throw new InvalidCommand("place", "cannot be used: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InvalidCommand("place", "interrupted");
    }
  }

  /** Begins it in the background, and what comes after it when it went well. */
  private void begin(RunKind kind, Scope scope, Work what, Runnable then) {
    RunView begun =
        new RunView(0, kind, scope, clock.instant(), null, Outcome.RUNNING, "", null, 0, 0, 0);
    if (!running.compareAndSet(null, begun)) {
      throw new InvalidCommand("running", "another backup task is in progress");
    }
    try {
      thread.execute(() -> run(begun, what, then));
    } catch (RuntimeException e) {
      running.set(null);
      throw e;
    }
  }

  private void run(RunView run, Work what, Runnable then) {
    RunView end;
    try {
      end = what.of(run);
      LOG.info("{}: {}", run.kind(), end.sentence());
    } catch (BackupProblem e) {
      end = failed(run, e.sentence());
    } catch (InvalidCommand e) {
      end = failed(run, e.problems().getFirst().message());
    } catch (IOException e) {
      end = failed(run, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      end = failed(run, "it was cut off by the end of Belfry");
    } catch (RuntimeException e) {
      LOG.error("{} failed by our own fault", run.kind(), e);
      end = failed(run, "a fault of Belfry's own; its log says more");
    }
    try {
      runs.note(end);
    } catch (DataAccessException e) {
      LOG.warn("what came of {} cannot be noted: {}", run.kind(), e.getMessage());
    }
    running.set(null);
    if (end.outcome() == Outcome.GOOD && alive) {
      then.run();
    }
  }

  private RunView failed(RunView run, String sentence) {
    LOG.error("{} failed: {}", run.kind(), sentence);
    return ended(run, Outcome.BAD, sentence, null, null);
  }

  private RunView ended(
      RunView run,
      Outcome outcome,
      String sentence,
      @Nullable String snapshot,
      @Nullable Manifest manifest) {
    return new RunView(
        run.id(),
        run.kind(),
        run.scope(),
        run.startedAt(),
        clock.instant(),
        outcome,
        sentence,
        snapshot,
        manifest == null ? 0 : manifest.files().size(),
        manifest == null ? 0 : manifest.bytes(),
        manifest == null ? 0 : manifest.rows());
  }

  private Restic restic(BackupPlan plan) throws BackupProblem {
    return new Restic(plan.place(), work, data.resolve(Passphrase.NAME));
  }

  private RunView make(RunView run, BackupPlan plan) throws BackupProblem, InterruptedException {
    Restic restic = restic(plan);
    if (own == null) {
      throw new BackupProblem(String.valueOf(impossible()));
    }
    BackupMaker maker =
        new BackupMaker(data, work, own.socket(), database, system.system().version());
    Made made = maker.make(restic, plan.scope(), run.startedAt());
    restic.forget(plan.scope(), plan.daily(), plan.weekly(), plan.monthly());
    Manifest it = made.manifest();
    String sentence =
        it.files().size() + " files and " + it.tables().size() + " tables were backed up";
    return ended(run, Outcome.GOOD, sentence, made.snapshot(), it);
  }

  private void proveSoon(BackupPlan plan) {
    try {
      begin(RunKind.PROOF, plan.scope(), run -> prove(run, plan), () -> {});
    } catch (InvalidCommand e) {
      LOG.info("somebody was faster: {}", e.getMessage());
    }
  }

  private RunView prove(RunView run, BackupPlan plan)
      throws BackupProblem, IOException, InterruptedException {
    Restic restic = restic(plan);
    SnapshotView newest =
        restic.snapshots().stream()
            .findFirst()
            .orElseThrow(() -> new BackupProblem(ResticComplaint.NOTHING_THERE));
    Path scratch = work.resolve("scratch");
    try {
      restic.unlock();
      restic.check();
      Unpacking unpacking = Unpacking.of(restic, newest.id());
      SortedMap<String, FilePrint> files =
          unpacking.sample(proofBytes, new Random(random.nextLong()));
      Trees.fresh(scratch);
      Trees.needRoom(scratch, files.values().stream().mapToLong(FilePrint::size).sum());
      unpacking.into(scratch, files);
      RestoredState.forgetOld(data);
      return ended(
          run,
          Outcome.GOOD,
          Unpacking.sentence(unpacking.manifest(), files),
          newest.id(),
          unpacking.manifest());
    } finally {
      Trees.delete(scratch);
    }
  }

  private void look() {
    try {
      BackupPlan plan = kept.plan();
      Instant now = clock.instant();
      if (plan != null
          && running.get() == null
          && impossible() == null
          && !new Timetable(plan.at(), zone)
              .next(runs.past(plan.since()), started, now)
              .isAfter(now)) {
        make();
      }
    } catch (DataAccessException e) {
      LOG.debug("the database is away: backups wait", e);
    } catch (RuntimeException e) {
      LOG.error("backups could not be looked after", e);
    }
  }

  /** What a process that was killed has left is cleared away. */
  @EventListener(ApplicationReadyEvent.class)
  void open() {
    alive = true;
    thread.execute(this::clear);
    var _ =
        thread.scheduleWithFixedDelay(
            this::look, LOOK.toSeconds(), LOOK.toSeconds(), TimeUnit.SECONDS);
  }

  private void clear() {
    try {
      Files.createDirectories(work);
      ScratchDatabase.stopLeftOver(work.resolve("scratch").resolve("database"));
      Trees.delete(work.resolve("scratch"));
      Trees.delete(work.resolve("stage"));
      try (var left = Files.newDirectoryStream(work, "passphrase-tried*")) {
        for (Path each : left) {
          Files.delete(each);
        }
      }
    } catch (IOException e) {
      LOG.warn("what an earlier backup left cannot be cleared away: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void destroy() {
    alive = false;
    thread.shutdownNow();
    try {
      if (!thread.awaitTermination(STOP_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("a backup does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
