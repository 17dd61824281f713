package org.belfry.appliance;

import org.belfry.appliance.system.BelfryProperties;
import org.belfry.appliance.system.CannotStart;
import org.belfry.appliance.system.Groundwork;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/** The one bootable thing. */
@SpringBootApplication(scanBasePackages = "org.belfry")
@EnableConfigurationProperties(BelfryProperties.class)
public class BelfryApplication {

  protected BelfryApplication() {}

  /** Runs Belfry until it is told to stop; exit code 1 and one sentence when it cannot start. */
  public static void main(String[] args) {
    SpringApplication application = new SpringApplication(BelfryApplication.class);
    Groundwork.layUnder(application);
    try {
      application.run(args);
    } catch (RuntimeException e) {
      CannotStart reason = CannotStart.in(e);
      if (reason == null) {
        throw e;
      }
      System.err.println("Belfry cannot start: " + reason.getMessage());
      System.exit(1);
    }
  }
}
