package org.belfry.pbx.sim;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A scenario that holds in any weather: run once calm and {@link #seeds} times in each other
 * weather, with a {@link World} as its parameter. At its end the world settles, if the scenario did
 * not let it; when it fails, the seed and the ladder are told.
 *
 * <p>The same scenarios are what {@code FaultSweepTest} breaks in every place.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(WeatherExtension.class)
public @interface EachWeather {
  int seeds() default 2;
}
