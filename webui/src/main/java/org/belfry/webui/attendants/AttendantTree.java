package org.belfry.webui.attendants;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.component.icon.Icon;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.belfry.pbx.admin.AttendantAdmin.GoTo;
import org.belfry.pbx.admin.AttendantAdmin.NodeFigure;
import org.belfry.pbx.admin.AttendantAdmin.SaveNode;
import org.belfry.pbx.admin.AttendantAdmin.Voicemail;
import org.belfry.webui.base.Destinations;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Pill;
import org.jspecify.annotations.Nullable;

/**
 * An attendant, drawn: each step once, with the ways out of it below; where a way leads to a step
 * that stands elsewhere, its name. A click on a step chooses it.
 */
final class AttendantTree extends Div {
  private static final int WORDS_MAX = 90;

  private final transient Inputs inputs = new Inputs("attendants.");
  private final transient Inputs words = new Inputs("node.");
  private final transient Destinations destinations;
  private final transient Draft draft;
  private final transient Marks marks;
  private final transient Consumer<String> chosen;
  private final Set<String> drawn = new HashSet<>();

  /**
   * What is to be seen at the steps.
   *
   * @param chosen the step that is being changed, or null
   * @param wrong steps that cannot be taken as they are
   * @param tried steps that the dry run has passed
   * @param figures of the last days
   */
  record Marks(
      @Nullable String chosen, Set<String> wrong, Set<String> tried, List<NodeFigure> figures) {}

  AttendantTree(Draft draft, Destinations destinations, Marks marks, Consumer<String> chosen) {
    this.draft = draft;
    this.destinations = destinations;
    this.marks = marks;
    this.chosen = chosen;
    addClassNames("bf-plan", "bf-attendant");
    UnorderedList root = new UnorderedList();
    add(root);
    draw(root, draft.start(), null);
    for (String node : draft.names()) {
      if (!drawn.contains(node)) {
        draw(root, node, inputs.text("unreached"));
      }
    }
  }

  private void draw(UnorderedList list, String name, @Nullable String when) {
    SaveNode node = draft.node(name);
    if (node == null || !drawn.add(name)) {
      list.add(new ListItem(reference(name, when)));
      return;
    }
    ListItem item = new ListItem(card(name, node, when));
    list.add(item);
    List<Exits.Exit> exits = Exits.of(node);
    if (!exits.isEmpty()) {
      UnorderedList next = new UnorderedList();
      item.add(next);
      for (Exits.Exit exit : exits) {
        draw(next, exit.to(), when(name, exit));
      }
    }
  }

  private String when(String node, Exits.Exit exit) {
    if (!exit.why().equals("key")) {
      return inputs.text("way." + exit.why());
    }
    long times = sum(node, "KEY", exit.key());
    return times == 0
        ? inputs.text("way.key", exit.key())
        : inputs.text("way.key.times", exit.key(), times);
  }

  private NativeButton card(String name, SaveNode node, @Nullable String when) {
    NodeKind kind = NodeKind.of(node);
    NativeButton card = button(name, when);
    card.addClassName("bf-step-card");
    Icon icon = kind.icon.create();
    icon.getElement().setAttribute("aria-hidden", "true");
    Span title = new Span(name);
    title.addClassName("bf-step-text");
    Div line = new Div(icon, title, small(words.word("kind", kind)));
    line.addClassName("bf-step-line");
    card.add(line);
    String summary = summary(kind, node);
    if (!summary.isEmpty()) {
      card.add(small(summary));
    }
    long entered = sum(name, "ENTERED", "");
    if (entered > 0) {
      long left = sum(name, "HUNG_UP", "");
      card.add(small(inputs.text("figures", entered, left)));
    }
    if (marks.wrong().contains(name)) {
      card.add(new Pill(inputs.text("wrong"), Pill.Tone.BAD));
    }
    card.setClassName("bf-step-refuse", kind == NodeKind.HANG_UP);
    card.setClassName("bf-step-chosen", name.equals(marks.chosen()));
    card.setClassName("bf-step-tried", marks.tried().contains(name));
    return card;
  }

  private NativeButton reference(String name, @Nullable String when) {
    NativeButton card = button(name, when);
    card.addClassName("bf-step-reference");
    Span title = new Span("↪ " + name);
    card.add(title);
    return card;
  }

  private NativeButton button(String name, @Nullable String when) {
    NativeButton card = new NativeButton();
    card.addClickListener(clicked -> chosen.accept(name));
    card.addClassName("bf-step");
    card.getElement().setAttribute("data-node", name);
    if (when != null) {
      Span label = new Span(when);
      label.addClassName("bf-step-when");
      card.add(label);
    }
    return card;
  }

  /** What is said, or where it leads. */
  private String summary(NodeKind kind, SaveNode node) {
    String text =
        switch (kind.content(node)) {
          case GoTo goTo -> destinations.words(goTo.to());
          case Voicemail box -> destinations.words("voicemail:" + box.extension());
          default -> NodeEditor.lines(node).stream().findFirst().orElse("");
        };
    return text.length() <= WORDS_MAX ? text : text.substring(0, WORDS_MAX - 1) + "…";
  }

  private long sum(String node, String what, String key) {
    return marks.figures().stream()
        .filter(f -> f.node().equals(node) && f.what().equals(what) && f.key().equals(key))
        .mapToLong(NodeFigure::times)
        .sum();
  }

  private static Span small(String text) {
    Span small = new Span(text);
    small.addClassName("bf-small");
    return small;
  }
}
