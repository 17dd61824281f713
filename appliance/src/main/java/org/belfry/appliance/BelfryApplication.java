package org.belfry.appliance;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The one bootable thing. */
@SpringBootApplication(scanBasePackages = "org.belfry")
public class BelfryApplication {
  public static void main(String[] args) {
    SpringApplication.run(BelfryApplication.class, args);
  }
}
