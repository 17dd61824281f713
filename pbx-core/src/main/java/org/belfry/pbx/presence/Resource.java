package org.belfry.pbx.presence;

import java.util.List;
import org.belfry.pbx.presence.MailboxSummaries.MailboxSummary;
import org.belfry.pbx.registrar.Binding;
import org.belfry.pbx.sip.Aor;
import org.jspecify.annotations.Nullable;

/**
 * All there is to know of a watched AOR at one moment; each event package tells a part of it.
 *
 * @param display the user's name, or null
 * @param mailbox null for somebody without
 * @param published what its devices have published of its presence
 * @param conference null for what is no conference
 */
public record Resource(
    Aor aor,
    @Nullable String display,
    List<WatchedDialog> dialogs,
    List<Binding> bindings,
    @Nullable MailboxSummary mailbox,
    List<Pidf> published,
    @Nullable ConferenceState conference) {

  /** What is no conference. */
  public Resource(
      Aor aor,
      @Nullable String display,
      List<WatchedDialog> dialogs,
      List<Binding> bindings,
      @Nullable MailboxSummary mailbox,
      List<Pidf> published) {
    this(aor, display, dialogs, bindings, mailbox, published, null);
  }

  /** The same with its dialogs as one watcher may see them. */
  public Resource showing(List<WatchedDialog> its) {
    return new Resource(aor, display, its, bindings, mailbox, published, conference);
  }

  public Resource {
    dialogs = List.copyOf(dialogs);
    bindings = List.copyOf(bindings);
    published = List.copyOf(published);
  }
}
