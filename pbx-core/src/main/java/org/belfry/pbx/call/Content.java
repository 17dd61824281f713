package org.belfry.pbx.call;

import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.message.Edit;
import org.belfry.pbx.sip.message.SipMessage;
import org.jspecify.annotations.Nullable;

/**
 * What a message carries for the far end: header fields that are not the dialog's, and a body that
 * nobody here reads.
 *
 * @param type Content-Type, or null when there is no body
 */
public record Content(List<Field> fields, @Nullable String type, byte[] body) {
  public static final Content NOTHING = new Content(List.of(), null, new byte[0]);

  /** A header field. */
  public record Field(HeaderName name, String value) {}

  public Content {
    fields = List.copyOf(fields);
  }

  /** The body of a message, without header fields. */
  public static Content bodyOf(SipMessage message) {
    String type = message.header(HeaderName.CONTENT_TYPE);
    return message.bodyLength() == 0 || type == null
        ? NOTHING
        : new Content(List.of(), type, message.body());
  }

  /** A body of ours. */
  public static Content of(String type, byte[] body) {
    return new Content(List.of(), type, body);
  }

  /** Header fields alone. */
  public static Content of(HeaderName name, String value) {
    return NOTHING.with(name, value);
  }

  /** True when there is no body. */
  public boolean isEmpty() {
    return type == null;
  }

  /** The same with a header field more. */
  public Content with(HeaderName name, String value) {
    List<Field> more = new ArrayList<>(fields);
    more.add(new Field(name, value));
    return new Content(more, type, body);
  }

  /** The same with those header fields of a message that have these names. */
  public Content passing(SipMessage message, List<HeaderName> names) {
    List<Field> more = new ArrayList<>(fields);
    for (HeaderName name : names) {
      message.headers(name).forEach(value -> more.add(new Field(name, value)));
    }
    return new Content(more, type, body);
  }

  /** The same fields without a body. */
  public Content withoutBody() {
    return new Content(fields, null, new byte[0]);
  }

  <M extends SipMessage> Edit<M> into(Edit<M> edit) {
    fields.forEach(field -> edit.add(field.name(), field.value()));
    return type == null ? edit.set(HeaderName.CONTENT_LENGTH, "0") : edit.body(type, body);
  }
}
