package org.belfry.appliance.rest;

import java.util.List;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Parameters that Tomcat cannot read: not UTF-8, or too many. Apart from {@link Problems}, since
 * they may be found while Spring looks for the route, when no resource is known yet.
 */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class BadParameters {

  @ExceptionHandler
  ProblemDetail on(InvalidParameterException e) {
    return Problems.problem(HttpStatus.BAD_REQUEST, "Invalid parameter.", List.of());
  }
}
