package org.belfry.pbx.admin;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.belfry.pbx.admin.CallEvents.CallEventType;
import org.jspecify.annotations.Nullable;

/** Webhooks: servers that are told of calls by HTTP. */
public interface WebhookAdmin {

  List<WebhookView> webhooks();

  Optional<WebhookView> webhook(long id);

  /**
   * @throws InvalidCommand naming the field that cannot be taken
   */
  NewWebhook create(SaveWebhook command);

  /**
   * The secret stays; what waits for the old address is dropped.
   *
   * @throws InvalidCommand naming the field that cannot be taken
   * @throws NotFound when there is no such webhook
   */
  WebhookView replace(long id, SaveWebhook command);

  /**
   * @throws NotFound when there is no such webhook
   */
  void delete(long id);

  /**
   * @param url {@code https://…} or {@code http://…}
   * @param events which it is told of; null or empty for all
   * @param enabled null: it is
   * @param inside whether the server may be on this machine or in a private network, which only an
   *     owner can allow; null for as it is, and not for another address
   */
  record SaveWebhook(
      String url,
      @Nullable Set<CallEventType> events,
      @Nullable Boolean enabled,
      @Nullable Boolean inside) {}

  /**
   * @param waiting events that were not delivered yet
   * @param delivered since the start
   * @param givenUp events that were dropped since the start: all tries failed, or too many waited
   * @param lastProblem the latest failure, one sentence, or null
   */
  record WebhookView(
      long id,
      String url,
      Set<CallEventType> events,
      boolean enabled,
      boolean inside,
      int waiting,
      long delivered,
      long givenUp,
      @Nullable Instant lastDeliveredAt,
      @Nullable String lastProblem) {}

  /**
   * @param secret of the signature, shown this once
   */
  record NewWebhook(WebhookView webhook, String secret) {}
}
