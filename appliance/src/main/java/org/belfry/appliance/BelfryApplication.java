package org.belfry.appliance;

import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.belfry.appliance.backup.RestoreCommand;
import org.belfry.appliance.system.BelfryProperties;
import org.belfry.appliance.system.Bootstrap;
import org.belfry.appliance.system.CannotStart;
import org.belfry.appliance.system.FallBack;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;

/** The one bootable thing. */
// Not org.belfry: the plain modules have two thousand classes and no bean.
@SpringBootApplication(scanBasePackages = {"org.belfry.appliance", "org.belfry.webui"})
@EnableConfigurationProperties(BelfryProperties.class)
public class BelfryApplication {
  private static final String CARRIERS = "jdk.virtualThreadScheduler.parallelism";
  private static final int CARRIERS_OF_A_PROCESSOR = 4;

  protected BelfryApplication() {}

  /** The application, ready to be run. */
  private static SpringApplication application(FallBack fallBack) {
    SpringApplication application = new SpringApplication(BelfryApplication.class);
    application.setApplicationContextFactory(type -> new CallsFirst());
    Bootstrap.layUnder(application, fallBack);
    return application;
  }

  /**
   * Starts Belfry. Settings of the pages that end the start are left out: then it starts with those
   * that worked before.
   *
   * @param also is given each application before it runs
   */
  static ConfigurableApplicationContext start(String[] args, Consumer<SpringApplication> also) {
    FallBack fallBack = new FallBack(InstantSource.system());
    while (true) {
      try {
        SpringApplication application = application(fallBack);
        also.accept(application);
        return application.run(args);
      } catch (RuntimeException e) {
        if (!fallBack.after(e)) {
          throw e;
        }
        System.err.println("Belfry starts with earlier settings. See System settings.");
      }
    }
  }

  /**
   * Runs Belfry until it is told to stop; exit code 1 and one sentence when it cannot start. With
   * {@code restore} as the first argument it restores a backup instead.
   */
  public static void main(String[] args) {
    shareProcessors();
    // Pages, TURN and the phone directory may be asked before SIP is.
    System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    if (args.length > 0 && args[0].equals("restore")) {
      List<String> rest = List.of(args).subList(1, args.length);
      // Without Spring nobody else says what is to be logged; the command speaks for itself.
      LoggingSystem.get(BelfryApplication.class.getClassLoader())
          .setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.ERROR);
      System.exit(new RestoreCommand(System.getenv(), System.out, System.err).run(rest));
    }
    try {
      start(args, application -> application.addListeners(new Restart(args)));
    } catch (RuntimeException e) {
      if (CannotStart.in(e) == null) {
        // Its trace is in the log already.
        LoggerFactory.getLogger(BelfryApplication.class).debug("start failed", e);
        System.err.println("Belfry cannot start, by a fault of its own: " + e.getMessage());
      }
      System.exit(1);
    }
  }

  /**
   * Gives virtual threads more carriers than there are processors. One that computes keeps its
   * carrier: with a carrier for each processor, two web requests would keep the programs of calls
   * waiting. Among more carriers the kernel shares the processors by time. Read by Java when the
   * first virtual thread starts.
   */
  private static void shareProcessors() {
    if (System.getProperty(CARRIERS) == null) {
      int processors = Runtime.getRuntime().availableProcessors();
      System.setProperty(CARRIERS, String.valueOf(CARRIERS_OF_A_PROCESSOR * processors));
    }
  }
}
