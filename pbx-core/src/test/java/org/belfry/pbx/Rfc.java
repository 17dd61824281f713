package org.belfry.pbx;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a test holds us to: on a class the RFC's number, {@code @Rfc("3261")}; on a method its
 * section, {@code @Rfc("10.3 step 7")}, or RFC and section when it is another one,
 * {@code @Rfc("6026 7.1")} with {@code other = true}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Rfc {
  String value();

  /** True when the value of a method names its own RFC before the section. */
  boolean other() default false;
}
