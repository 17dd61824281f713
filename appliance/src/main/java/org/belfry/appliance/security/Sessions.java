package org.belfry.appliance.security;

import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionAttributeListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.stereotype.Component;

/**
 * The sessions of those who are signed in: so many of each, and an end to all of somebody's when
 * what they may has changed. A session that ends takes its pages' connections with it, which no
 * filter would: they are open already.
 */
@Component
class Sessions implements HttpSessionListener, HttpSessionAttributeListener {
  private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
  private static final String CONTEXT = "SPRING_SECURITY_CONTEXT";

  /** Of one person at a time; one more ends the oldest. */
  static final int OF_ONE_MAX = 10;

  private final Set<HttpSession> all = ConcurrentHashMap.newKeySet();

  @Override
  public void sessionCreated(HttpSessionEvent event) {
    all.add(event.getSession());
  }

  @Override
  public void sessionDestroyed(HttpSessionEvent event) {
    all.remove(event.getSession());
  }

  @Override
  public void attributeAdded(HttpSessionBindingEvent event) {
    if (event.getName().equals(CONTEXT)) {
      limit(event.getSession());
    }
  }

  /** Ends all sessions of this principal. */
  void end(String principal) {
    endOthers(principal, null);
  }

  /**
   * Ends all sessions of this principal but the one that was signed in so.
   *
   * @param kept null for none
   */
  void endOthers(String principal, @Nullable Authentication kept) {
    for (HttpSession session : of(principal)) {
      if (kept == null || authentication(session) != kept) {
        end(session);
      }
    }
  }

  /** Ends all sessions of those principals. */
  void endThose(Predicate<String> principals) {
    for (HttpSession session : all) {
      Authentication who = authentication(session);
      if (who != null && principals.test(who.getName())) {
        end(session);
      }
    }
  }

  private void limit(HttpSession newest) {
    Authentication who = authentication(newest);
    if (who == null) {
      return;
    }
    List<HttpSession> its = of(who.getName());
    for (int i = 0; i < its.size() - OF_ONE_MAX; i++) {
      LOG.info("the oldest of {} sessions of {} ends", its.size(), who.getName());
      end(its.get(i));
    }
  }

  /** The oldest first. */
  private List<HttpSession> of(String principal) {
    return all.stream()
        .filter(session -> {
          Authentication who = authentication(session);
          return who != null && who.getName().equals(principal);
        })
        .sorted(Comparator.comparingLong(Sessions::since))
        .toList();
  }

  private static long since(HttpSession session) {
    try {
      return session.getCreationTime();
    } catch (IllegalStateException over) {
      return 0;
    }
  }

  private static @Nullable Authentication authentication(HttpSession session) {
    try {
      return session.getAttribute(CONTEXT) instanceof SecurityContext context
          ? context.getAuthentication()
          : null;
    } catch (IllegalStateException over) {
      return null;
    }
  }

  private static void end(HttpSession session) {
    try {
      session.invalidate();
    } catch (IllegalStateException over) {
      LOG.debug("a session was over already", over);
    }
  }
}
