package org.belfry.appliance.rest;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.belfry.pbx.admin.NotFound;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/**
 * Every error of the API as a problem document (RFC 9457), with the fields named in {@code errors}.
 */
@RestControllerAdvice(basePackageClasses = Problems.class)
class Problems {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  @ExceptionHandler
  ProblemDetail on(InvalidCommand e) {
    return problem(HttpStatus.UNPROCESSABLE_CONTENT, "Some fields cannot be taken.", e.problems());
  }

  @ExceptionHandler
  ProblemDetail on(NotFound e) {
    return problem(HttpStatus.NOT_FOUND, String.valueOf(e.getMessage()), List.of());
  }

  @ExceptionHandler
  ProblemDetail on(NoResourceFoundException e) {
    return problem(HttpStatus.NOT_FOUND, "There is nothing at this path.", List.of());
  }

  @ExceptionHandler
  ProblemDetail on(HttpMessageNotReadableException e) {
    return unreadable(e.getCause());
  }

  @ExceptionHandler
  ProblemDetail on(JacksonException e) {
    return unreadable(e);
  }

  private static ProblemDetail unreadable(@Nullable Throwable cause) {
    return switch (cause) {
      case UnrecognizedPropertyException unknown ->
          problem(
              HttpStatus.BAD_REQUEST,
              "There is no such field.",
              List.of(new FieldProblem(unknown.getPropertyName(), "is not known")));
      case StreamReadException broken ->
          problem(HttpStatus.BAD_REQUEST, "The body is no JSON.", List.of());
      case JacksonException mismatch ->
          problem(
              HttpStatus.BAD_REQUEST,
              "A field has the wrong type.",
              List.of(new FieldProblem(path(mismatch), "has the wrong type")));
      case null, default -> problem(HttpStatus.BAD_REQUEST, "A JSON body is needed.", List.of());
    };
  }

  @ExceptionHandler
  ProblemDetail on(MethodArgumentTypeMismatchException e) {
    return problem(
        HttpStatus.BAD_REQUEST,
        "A parameter cannot be read.",
        List.of(new FieldProblem(e.getName(), "has the wrong form")));
  }

  @ExceptionHandler
  ProblemDetail on(MissingServletRequestParameterException e) {
    return problem(
        HttpStatus.BAD_REQUEST,
        "A parameter is missing.",
        List.of(new FieldProblem(e.getParameterName(), "is needed")));
  }

  @ExceptionHandler
  ProblemDetail on(HttpRequestMethodNotSupportedException e) {
    return problem(
        HttpStatus.METHOD_NOT_ALLOWED, "This path does not take that method.", List.of());
  }

  @ExceptionHandler
  ProblemDetail on(HttpMediaTypeNotSupportedException e) {
    return problem(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "Send application/json.", List.of());
  }

  @ExceptionHandler({DataAccessException.class, TransactionException.class})
  ProblemDetail onDatabase(RuntimeException e) {
    LOG.warn("the database did not do what was asked: {}", e.getMessage());
    return problem(
        HttpStatus.SERVICE_UNAVAILABLE,
        "The database is away; calls go on. Try again soon.",
        List.of());
  }

  @ExceptionHandler
  ProblemDetail on(RuntimeException e, HttpServletRequest request) {
    LOG.error("{} {} failed by our own fault", request.getMethod(), request.getRequestURI(), e);
    return problem(
        HttpStatus.INTERNAL_SERVER_ERROR,
        "Something went wrong here; it has been logged.",
        List.of());
  }

  private static ProblemDetail problem(
      HttpStatus status, String detail, List<FieldProblem> fields) {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
    if (!fields.isEmpty()) {
      problem.setProperty("errors", fields);
    }
    return problem;
  }

  private static String path(JacksonException e) {
    StringBuilder path = new StringBuilder();
    for (JacksonException.Reference step : e.getPath()) {
      if (step.getPropertyName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
      }
    }
    return path.isEmpty() ? "body" : path.toString();
  }
}
