package org.belfry.appliance;

import org.belfry.appliance.system.BelfryProperties;
import org.belfry.appliance.system.CannotStart;
import org.belfry.appliance.system.Groundwork;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/** The one bootable thing. */
@SpringBootApplication(scanBasePackages = "org.belfry")
@EnableConfigurationProperties(BelfryProperties.class)
public class BelfryApplication {

  protected BelfryApplication() {}

  /** The application, ready to be run. */
  static SpringApplication application() {
    SpringApplication application = new SpringApplication(BelfryApplication.class);
    Groundwork.layUnder(application);
    return application;
  }

  /** Runs Belfry until it is told to stop; exit code 1 and one sentence when it cannot start. */
  public static void main(String[] args) {
    try {
      application().run(args);
    } catch (RuntimeException e) {
      if (CannotStart.in(e) == null) {
        // Its trace is in the log already.
        LoggerFactory.getLogger(BelfryApplication.class).debug("start failed", e);
        System.err.println("Belfry cannot start, by a fault of its own: " + e.getMessage());
      }
      System.exit(1);
    }
  }
}
