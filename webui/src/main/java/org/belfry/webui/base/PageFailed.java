package org.belfry.webui.base;

import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.ErrorParameter;
import com.vaadin.flow.router.HasErrorParameter;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import jakarta.servlet.http.HttpServletResponse;

/** Shown when a page could not be built: the database is away, or we have a fault. */
@AnonymousAllowed
public class PageFailed extends ErrorPage implements HasErrorParameter<Exception> {

  @Override
  public int setErrorParameter(BeforeEnterEvent event, ErrorParameter<Exception> parameter) {
    String reference = FriendlyErrors.log(parameter.getException());
    say(getTranslation("base.failed.title"), getTranslation("base.failed.sentence", reference));
    return HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
  }
}
