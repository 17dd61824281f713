package org.belfry.pbx.presence;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An event package (RFC 6665 §5): a name, a content type, and how to write a body from a state. To
 * add one, implement this and enter it in {@link EventPackages}.
 *
 * @param <S> the part of a {@link Resource} that it tells; a value: equal ones are told once
 */
public interface EventPackage<S> {

  /** As in the Event field, in lower case. */
  String name();

  /** The type of its bodies, in lower case. */
  String contentType();

  /** Least time between two notifications of a change to one watcher. */
  Duration interval();

  /** What it tells of the resource. */
  S state(Resource resource);

  /**
   * The body of a notification.
   *
   * @param told what this watcher was told last, or null when it is to be told everything
   */
  byte[] write(S state, @Nullable S told, Document document);

  /**
   * What a body says of itself.
   *
   * @param entity the URI of what is watched, as the watcher wrote it
   * @param version 0 for the first body of a subscription, each next one higher by one
   */
  record Document(String entity, long version) {}
}
