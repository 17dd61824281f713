package org.belfry.webui.base;

import com.vaadin.flow.component.dependency.StyleSheet;
import com.vaadin.flow.component.page.AppShellConfigurator;
import com.vaadin.flow.component.page.ColorScheme;
import com.vaadin.flow.component.page.Inline;
import com.vaadin.flow.component.page.Push;
import com.vaadin.flow.component.page.TargetElement;
import com.vaadin.flow.component.page.Viewport;
import com.vaadin.flow.server.AppShellSettings;
import com.vaadin.flow.theme.lumo.Lumo;

/**
 * The page around all views: push, theme, icon. The style sheets are plain static resources, so
 * that the prebuilt bundle of Vaadin serves and no Node is needed to build; {@code /assets} is open
 * to readers who have not signed in.
 */
@Push
@Viewport("width=device-width, initial-scale=1")
@ColorScheme(ColorScheme.Value.LIGHT_DARK)
@StyleSheet(Lumo.STYLESHEET)
@StyleSheet("assets/belfry.css")
public class BelfryShell implements AppShellConfigurator {

  @Override
  public void configurePage(AppShellSettings settings) {
    settings.addFavIcon("icon", "assets/belfry.svg", "any");
    settings.addMetaTag("robots", "noindex");
    // Before anything is painted, or a dark page would flash white.
    settings.addInlineWithContents(
        TargetElement.HEAD,
        Inline.Position.APPEND,
        Appearance.RESTORE_SCRIPT,
        Inline.Wrapping.JAVASCRIPT);
  }
}
