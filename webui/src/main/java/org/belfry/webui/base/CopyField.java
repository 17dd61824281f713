package org.belfry.webui.base;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;

/** A value to take elsewhere, with a button that copies it. */
public class CopyField extends Div {
  private final String value;

  public CopyField(String label, String value) {
    this.value = value;
    addClassName("bf-copy");
    Span name = new Span(label);
    name.addClassName("bf-copy-label");
    Span text = new Span(value);
    text.addClassName("bf-copy-value");
    Button copy = new Button(VaadinIcon.COPY_O.create());
    copy.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_ICON);
    copy.setAriaLabel(getTranslation("base.copy", label));
    copy.setTooltipText(getTranslation("base.copy", label));
    // In the browser, because copying is only allowed right at the click.
    copy.getElement()
        .executeJs(
            """
            this.addEventListener('click', () => {
              const said = () => { this.classList.add('bf-copied');
                setTimeout(() => this.classList.remove('bf-copied'), 1500); };
              if (navigator.clipboard) { navigator.clipboard.writeText($0).then(said); return; }
              const area = document.createElement('textarea');
              area.value = $0;
              this.parentNode.appendChild(area);
              area.select();
              if (document.execCommand('copy')) said();
              area.remove();
            })\
            """,
            value);
    add(name, text, copy);
  }

  /** What is shown and copied. */
  public String value() {
    return value;
  }
}
