package org.belfry.webui.login;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterListener;
import com.vaadin.flow.router.ListenerPriority;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.VaadinServiceInitListener;
import java.util.Map;
import java.util.Set;
import org.belfry.webui.base.Myself;
import org.belfry.webui.setup.SetupView;

/**
 * Leads who has signed in where they belong: to the code that is still missing, and users from the
 * front door, which is the administrators', to their portal.
 */
@org.springframework.stereotype.Component
class Gate implements VaadinServiceInitListener {
  private static final Set<Class<? extends Component>> OPEN =
      Set.of(LoginView.class, SetupView.class, WelcomeView.class, CodeView.class);

  private final Myself myself;

  Gate(Myself myself) {
    this.myself = myself;
  }

  @Override
  public void serviceInit(ServiceInitEvent event) {
    event
        .getSource()
        .addUIInitListener(begun -> begun.getUI().addBeforeEnterListener(new First(myself)));
  }

  /** Before it is looked whether the page may be seen. */
  @ListenerPriority(100)
  private static final class First implements BeforeEnterListener {
    private static final long serialVersionUID = 1L;

    private final transient Myself myself;

    First(Myself myself) {
      this.myself = myself;
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
      String asked = event.getLocation().getPathWithQueryParameters();
      if (myself.owesCode() && !OPEN.contains(event.getNavigationTarget())) {
        event.forwardTo(CodeView.class, QueryParameters.simple(Map.of(CodeView.TO, asked)));
      } else if (event.getLocation().getPath().isEmpty()
          && myself.hasPortal()
          && !myself.administers()) {
        event.forwardTo("portal");
      }
    }
  }
}
