package org.belfry.webui.fuse;

import static org.belfry.webui.fuse.FuseTexts.INPUTS;

import com.vaadin.flow.component.textfield.TextArea;
import java.util.stream.Collectors;
import org.belfry.pbx.admin.FuseAdmin;
import org.belfry.webui.base.FormPanel;

/** What a minute costs, as a table that comes from a spreadsheet. */
final class RatesPanel extends FormPanel {
  private final transient FuseAdmin fuses;
  private final TextArea rates = INPUTS.lines("rates");

  RatesPanel(FuseAdmin fuses, boolean owner) {
    this.fuses = fuses;
    super("fuse.rates.");
    form().field("rates", rates).setReadOnly(!owner);
    rates.setValue(
        fuses.rates().stream()
            .map(rate ->
                rate.prefix()
                    + ","
                    + rate.perMinute().toPlainString()
                    + (rate.name().isEmpty() ? "" : "," + rate.name()))
            .collect(Collectors.joining("\n")));
  }

  @Override
  protected void save() {
    fuses.replaceRates(rates.getValue());
  }
}
