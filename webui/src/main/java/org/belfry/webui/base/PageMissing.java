package org.belfry.webui.base;

import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.ErrorParameter;
import com.vaadin.flow.router.HasErrorParameter;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import jakarta.servlet.http.HttpServletResponse;

/** Shown for an address that has no page (or none that this reader may see). */
@AnonymousAllowed
public class PageMissing extends ErrorPage implements HasErrorParameter<NotFoundException> {

  @Override
  public int setErrorParameter(
      BeforeEnterEvent event, ErrorParameter<NotFoundException> parameter) {
    say(getTranslation("base.missing.title"), getTranslation("base.missing.sentence"));
    return HttpServletResponse.SC_NOT_FOUND;
  }
}
