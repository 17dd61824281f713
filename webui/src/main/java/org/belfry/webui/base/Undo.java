package org.belfry.webui.base;

import com.vaadin.flow.i18n.I18NProvider;
import java.util.Optional;
import org.belfry.pbx.admin.DeletedItems;
import org.belfry.pbx.admin.DeletedItems.DeletedItem;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.NotFound;

/** Deletes things of one kind and offers, for a while, to take that back. */
public final class Undo {
  private final DeletedItems deleted;
  private final String kind;
  private final Runnable refresh;

  /**
   * @param kind of the things, as {@link DeletedItems} has it
   * @param refresh run after each deletion and each restoration, also one that failed
   */
  public Undo(DeletedItems deleted, String kind, Runnable refresh) {
    this.deleted = deleted;
    this.kind = kind;
    this.refresh = refresh;
  }

  /**
   * @param name of the thing, for people
   * @param delete may throw {@link NotFound} or {@link InvalidCommand}, which are shown
   */
  public void delete(String name, Runnable delete) {
    attempt(() -> {
      Optional<DeletedItem> before = deleted.newest(kind);
      delete.run();
      String sentence = I18NProvider.translate("base.deleted", name);
      deleted
          .newest(kind)
          .filter(now -> !before.equals(Optional.of(now)))
          .ifPresentOrElse(
              now -> Toast.undoable(sentence, () -> restore(now, name)),
              () -> Toast.done(sentence));
    });
  }

  private void restore(DeletedItem item, String name) {
    attempt(() -> {
      deleted.restore(item.id());
      Toast.done(I18NProvider.translate("base.restored", name));
    });
  }

  private void attempt(Runnable command) {
    try {
      command.run();
    } catch (NotFound gone) {
      Toast.problem(I18NProvider.translate("base.gone"));
    } catch (InvalidCommand needed) {
      Toast.problem(FieldProblems.sentence(needed.problems().getFirst().message()));
    }
    refresh.run();
  }
}
