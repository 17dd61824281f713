package org.belfry.pbx.sip.message;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.belfry.pbx.sip.HeaderName;

/**
 * A changed copy of a message in the making. What is not named stays byte for byte and in its
 * place.
 *
 * @param <M> the kind of message
 */
public final class Edit<M extends SipMessage> {

  private static final HeaderField[] NONE = {};

  interface Maker<M> {
    M make(HeaderField[] fields, Body body);
  }

  record Body(byte[] bytes, int from, int to) {
    static final Body NONE = new Body(SipMessage.NOTHING, 0, 0);
  }

  private final List<HeaderField> fields;
  private final Maker<M> maker;
  private Body body;

  /**
   * @param fields the first ones; taken over
   */
  Edit(List<HeaderField> fields, Body body, Maker<M> maker) {
    this.fields = fields;
    this.body = body;
    this.maker = maker;
  }

  static <M extends SipMessage> Edit<M> of(M original, Maker<M> maker) {
    HeaderField[] given = original.fields();
    List<HeaderField> copy = new ArrayList<>(given.length + 4);
    copy.addAll(Arrays.asList(given));
    return new Edit<>(
        copy, new Body(original.bodyBytes(), original.bodyFrom(), original.bodyTo()), maker);
  }

  /**
   * Puts a field before all others of its name (before everything when there is none): Via,
   * Record-Route, Route.
   */
  public Edit<M> push(HeaderName name, String value) {
    int at = indexOf(name);
    fields.add(Math.max(at, 0), HeaderField.of(name, value));
    return this;
  }

  /** Puts a field behind all others. */
  public Edit<M> add(HeaderName name, String value) {
    fields.add(HeaderField.of(name, value));
    return this;
  }

  /** Replaces the first field of this name, or adds it, and removes further ones. */
  public Edit<M> set(HeaderName name, String value) {
    int at = indexOf(name);
    if (at < 0) {
      return add(name, value);
    }
    remove(name);
    fields.add(at, HeaderField.of(name, value));
    return this;
  }

  /**
   * Replaces the first comma-separated value of the first field of this name and leaves the others.
   */
  public Edit<M> replaceTop(HeaderName name, String value) {
    int at = indexOf(name);
    if (at < 0) {
      return add(name, value);
    }
    String line = fields.get(at).value();
    int end = Scan.endOfFirstValue(line);
    fields.set(at, HeaderField.of(name, end < line.length() ? value + line.substring(end) : value));
    return this;
  }

  /** Removes the first comma-separated value of this name. */
  public Edit<M> pop(HeaderName name) {
    int at = indexOf(name);
    if (at < 0) {
      return this;
    }
    String line = fields.get(at).value();
    int end = Scan.endOfFirstValue(line);
    String rest = end < line.length() ? line.substring(end + 1).strip() : "";
    if (rest.isEmpty()) {
      fields.remove(at);
    } else {
      fields.set(at, HeaderField.of(name, rest));
    }
    return this;
  }

  /** Removes every field of this name. */
  public Edit<M> remove(HeaderName name) {
    fields.removeIf(f -> f.name().equals(name));
    return this;
  }

  /** Replaces the body and its Content-Type and Content-Length. */
  public Edit<M> body(String contentType, byte[] bytes) {
    body = new Body(bytes.clone(), 0, bytes.length);
    set(HeaderName.CONTENT_TYPE, contentType);
    return set(HeaderName.CONTENT_LENGTH, Integer.toString(bytes.length));
  }

  /** The changed message; this edit may go on to another one. */
  public M done() {
    return maker.make(fields.toArray(NONE), body);
  }

  private int indexOf(HeaderName name) {
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }
}
