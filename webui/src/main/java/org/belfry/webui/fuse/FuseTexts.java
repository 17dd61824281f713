package org.belfry.webui.fuse;

import com.vaadin.flow.component.UI;
import java.math.BigDecimal;
import java.text.NumberFormat;
import java.util.Locale;
import org.belfry.pbx.admin.FuseAdmin.BlownView;
import org.belfry.pbx.admin.FuseAdmin.Kind;
import org.belfry.pbx.admin.FuseAdmin.Scope;
import org.belfry.pbx.admin.FuseAdmin.UsedView;
import org.belfry.webui.base.Inputs;

/** Fuses in the reader's words. */
final class FuseTexts {
  static final Inputs INPUTS = new Inputs("fuse.");

  private FuseTexts() {}

  /** Whose: {@code Extension 1001}; without a name everybody's. */
  static String owner(Scope scope, String name) {
    return name.isEmpty()
        ? INPUTS.word("every", scope)
        : INPUTS.text("one." + scope.name().toLowerCase(Locale.ROOT), name);
  }

  static String kind(Kind kind) {
    return INPUTS.word("kind", kind);
  }

  /** Why it has blown. */
  static String reason(BlownView fuse) {
    return INPUTS.text(
        "because." + fuse.measure().name().toLowerCase(Locale.ROOT), number(fuse.limit()));
  }

  static String used(UsedView used) {
    return INPUTS.text(
        "used.line",
        used.atOnce(),
        used.callsPerHour(),
        used.callsPerDay(),
        used.minutesPerDay(),
        number(used.costPerDay()));
  }

  /** As the reader writes numbers. */
  static String number(BigDecimal number) {
    return NumberFormat.getInstance(UI.getCurrent().getLocale()).format(number);
  }

  /** A country by name, or what numbers of no country are. */
  static String country(String code) {
    return code.equals("ZZ")
        ? INPUTS.text("nowhere")
        : Inputs.countryName(code, UI.getCurrent().getLocale());
  }
}
