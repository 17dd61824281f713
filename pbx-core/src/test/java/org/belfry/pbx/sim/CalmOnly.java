package org.belfry.pbx.sim;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/** A scenario that holds on a network without faults only, and why. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(WeatherExtension.class)
public @interface CalmOnly {
  /** The reason: what of the scenario a lost or repeated message would change. */
  String value();
}
