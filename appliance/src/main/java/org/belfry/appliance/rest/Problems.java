package org.belfry.appliance.rest;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.belfry.pbx.admin.NotFound;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import tools.jackson.core.JacksonException;

/**
 * Every error of the API as a problem document (RFC 9457), with the fields named in {@code errors}.
 * Before Spring's own, which would not name them; what is not here is Spring's.
 */
@RestControllerAdvice(basePackageClasses = Problems.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
class Problems {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  @ExceptionHandler
  ProblemDetail on(InvalidCommand e) {
    return problem(HttpStatus.UNPROCESSABLE_CONTENT, "Some fields are invalid.", e.problems());
  }

  @ExceptionHandler
  ProblemDetail on(NotFound e) {
    return problem(HttpStatus.NOT_FOUND, String.valueOf(e.getMessage()), List.of());
  }

  @ExceptionHandler
  ProblemDetail on(HttpMessageNotReadableException e) {
    return e.getCause() instanceof JacksonException unreadable
        ? on(new UnreadableBody("", unreadable))
        : problem(HttpStatus.BAD_REQUEST, "A JSON body is required.", List.of());
  }

  @ExceptionHandler
  ProblemDetail on(UnreadableBody e) {
    return problem(e.status(), e.detail(), e.fields());
  }

  @ExceptionHandler
  ProblemDetail on(MethodArgumentTypeMismatchException e) {
    return problem(
        HttpStatus.BAD_REQUEST,
        "Invalid parameter.",
        List.of(new FieldProblem(e.getName(), "invalid format")));
  }

  @ExceptionHandler
  ProblemDetail on(MissingServletRequestParameterException e) {
    return problem(
        HttpStatus.BAD_REQUEST,
        "Missing parameter.",
        List.of(new FieldProblem(e.getParameterName(), "required")));
  }

  @ExceptionHandler
  ProblemDetail on(HttpMediaTypeNotSupportedException e) {
    return problem(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "Send application/json.", List.of());
  }

  @ExceptionHandler({DataAccessException.class, TransactionException.class})
  ResponseEntity<ProblemDetail> onDatabase(RuntimeException e) {
    LOG.warn("the database did not do what was asked: {}", e.getMessage());
    return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
        .header(HttpHeaders.RETRY_AFTER, "5")
        .body(
            problem(
                HttpStatus.SERVICE_UNAVAILABLE,
                "The database is unavailable. Calls continue. Try again soon.",
                List.of()));
  }

  /** Faults of ours. What Spring refuses by itself it also answers by itself. */
  @ExceptionHandler({
    IllegalStateException.class,
    IllegalArgumentException.class,
    NullPointerException.class,
    ClassCastException.class,
    IndexOutOfBoundsException.class,
    UnsupportedOperationException.class
  })
  ProblemDetail on(RuntimeException e, HttpServletRequest request) {
    LOG.error("{} {} failed by our own fault", request.getMethod(), request.getRequestURI(), e);
    return problem(
        HttpStatus.INTERNAL_SERVER_ERROR, "Internal error. Details are in the log.", List.of());
  }

  static ProblemDetail problem(HttpStatus status, String detail, List<FieldProblem> fields) {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
    if (!fields.isEmpty()) {
      problem.setProperty("errors", fields);
    }
    return problem;
  }
}
