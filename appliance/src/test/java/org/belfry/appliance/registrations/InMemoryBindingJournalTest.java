package org.belfry.appliance.registrations;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.belfry.pbx.registrar.BindingDelta;
import org.belfry.pbx.registrar.BindingJournal;

/** The fake that scenarios may use in place of the database keeps the same contract. */
class InMemoryBindingJournalTest implements BindingJournalContract {
  private final InMemoryBindingJournal journal = new InMemoryBindingJournal();

  static final class InMemoryBindingJournal implements BindingJournal {
    private final Map<List<Object>, Stored> kept = new LinkedHashMap<>();

    @Override
    public synchronized boolean append(List<BindingDelta> deltas) {
      for (BindingDelta delta : deltas) {
        List<Object> key = List.of(delta.aor(), delta.key());
        switch (delta) {
          case BindingDelta.Stored s -> kept.put(key, new Stored(s.aor(), s.binding()));
          case BindingDelta.Removed r -> kept.remove(key);
        }
      }
      return true;
    }

    @Override
    public synchronized List<Stored> restore() {
      return List.copyOf(kept.values());
    }
  }

  @Override
  public BindingJournal journal() {
    return journal;
  }

  @Override
  public BindingJournal reopened() {
    return journal;
  }
}
