package org.belfry.appliance.rest;

import java.util.List;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.springframework.http.HttpStatus;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** A body that is no JSON, or JSON that is not what the command looks like. */
final class UnreadableBody extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient String prefix;
  private final transient JacksonException cause;

  /**
   * @param prefix put before the names of fields: {@code [3].} for one of several commands
   */
  UnreadableBody(String prefix, JacksonException cause) {
    super(cause);
    this.prefix = prefix;
    this.cause = cause;
  }

  HttpStatus status() {
    return cause instanceof StreamConstraintsException
        ? HttpStatus.CONTENT_TOO_LARGE
        : HttpStatus.BAD_REQUEST;
  }

  String detail() {
    return switch (cause) {
      case StreamConstraintsException large -> "The body is too large or nested too deeply.";
      case UnrecognizedPropertyException unknown -> "There is no such field.";
      case StreamReadException broken -> "The body is no JSON.";
      default -> "A field has the wrong type.";
    };
  }

  List<FieldProblem> fields() {
    return switch (cause) {
      case UnrecognizedPropertyException unknown ->
          List.of(new FieldProblem(prefix + unknown.getPropertyName(), "unknown"));
      case StreamConstraintsException large -> List.of();
      case StreamReadException notJson -> List.of();
      default -> List.of(new FieldProblem(prefix + path(), "wrong type"));
    };
  }

  private String path() {
    StringBuilder path = new StringBuilder();
    for (JacksonException.Reference step : cause.getPath()) {
      if (step.getPropertyName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
      }
    }
    return path.isEmpty() ? "body" : path.toString();
  }
}
