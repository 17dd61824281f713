package org.belfry.webui.livecalls;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.belfry.pbx.admin.LiveUpdates;
import org.belfry.pbx.admin.ParkAdmin;
import org.belfry.pbx.admin.ParkAdmin.ParkedView;
import org.belfry.webui.base.Live;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.Panel;
import org.jspecify.annotations.Nullable;

/** Calls that are parked now; not there while none is. */
public final class ParkedPanel extends Panel {
  private final transient ParkAdmin parking;
  private final @Nullable String reader;
  private final transient UnaryOperator<String> names;
  private final transient @Nullable Consumer<String> pickUp;
  private final Moments moments = Moments.of(this);
  private final Div rows = new Div();

  /**
   * @param reader extension of a user, who sees only the callers they parked; null for an
   *     administrator
   * @param names the name of an extension
   * @param pickUp calls a slot; null for a reader without a phone
   */
  public ParkedPanel(
      ParkAdmin parking,
      LiveUpdates updates,
      @Nullable String reader,
      UnaryOperator<String> names,
      @Nullable Consumer<String> pickUp) {
    this.parking = parking;
    this.reader = reader;
    this.names = names;
    this.pickUp = pickUp;
    super(text("parked.title"));
    rows.addClassName("bf-rows");
    add(rows);
    Live.follow(this, updates, this::refresh);
  }

  private void refresh() {
    List<ParkedView> parked = parking.parked();
    rows.removeAll();
    parked.forEach(each -> rows.add(row(each)));
    setVisible(!parked.isEmpty());
  }

  private Div row(ParkedView parked) {
    String slot = parked.number() == null ? Integer.toString(parked.slot()) : parked.number();
    Span title = new Span(getTranslation("parked.slot", slot));
    title.addClassName("bf-entry-title");
    Div line = new Div(new Span(getTranslation("parked.since", moments.time(parked.since()))));
    if (reader == null || reader.equals(parked.parkedBy())) {
      line.addComponentAsFirst(new Span(parked.who()));
    }
    if (parked.parkedBy() != null) {
      line.add(new Span(getTranslation("parked.by", names.apply(parked.parkedBy()))));
    }
    line.addClassName("bf-entry-line");
    Div entry = new Div(title, line);
    entry.addClassName("bf-entry");
    Div row = new Div(entry);
    row.addClassName("bf-row");
    if (pickUp != null && parked.number() != null) {
      Button take = new Button(getTranslation("parked.pickup"), VaadinIcon.PHONE.create());
      take.setAriaLabel(getTranslation("base.action.on", take.getText(), title.getText()));
      take.addClickListener(clicked -> pickUp.accept(parked.number()));
      row.add(take);
    }
    return row;
  }
}
