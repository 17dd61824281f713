package org.belfry.appliance.security;

import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionAttributeListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * The sessions of pages. Signed in: so many of each, and an end to all of somebody's when what they
 * may has changed. Of everybody else: so many, and not for long, since they cost the memory that
 * calls need. A session that ends takes its pages' connections with it, which no filter would: they
 * are open already.
 */
@Component
class Sessions implements HttpSessionListener, HttpSessionAttributeListener {
  private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
  private static final String CONTEXT = "SPRING_SECURITY_CONTEXT";

  /** Of one person at a time; one more ends the oldest. */
  static final int OF_ONE_MAX = 10;

  /** Sessions without sign-in: one more ends the oldest of the source that has the most. */
  static final int OF_STRANGERS_MAX = 200;

  /** A page of theirs that does nothing for so long is over. */
  static final Duration STRANGER_IDLE = Duration.ofMinutes(5);

  /**
   * And however busy it is, it is over then: enough to set up an appliance or take an invitation.
   */
  static final Duration STRANGER_AGE = Duration.ofMinutes(15);

  private final Set<HttpSession> all = ConcurrentHashMap.newKeySet();
  private final Map<HttpSession, Stranger> strangers = new LinkedHashMap<>();
  private final int signedInSeconds;

  /** A session that nobody has signed in with. */
  private record Stranger(String source, Instant since) {}

  Sessions(@Value("${server.servlet.session.timeout}") Duration signedIn) {
    this.signedInSeconds = (int) signedIn.toSeconds();
  }

  @Override
  public void sessionCreated(HttpSessionEvent event) {
    HttpSession session = event.getSession();
    all.add(session);
    session.setMaxInactiveInterval((int) STRANGER_IDLE.toSeconds());
    Instant now = Instant.now();
    List<HttpSession> over = new ArrayList<>();
    synchronized (strangers) {
      strangers.put(session, new Stranger(source(), now));
      strangers.forEach((its, stranger) -> {
        if (stranger.since().plus(STRANGER_AGE).isBefore(now)) {
          over.add(its);
        }
      });
      over.forEach(strangers::remove);
      if (strangers.size() > OF_STRANGERS_MAX) {
        HttpSession oldest = oldestOfTheBusiest();
        strangers.remove(oldest);
        over.add(oldest);
      }
    }
    over.forEach(Sessions::end);
  }

  private HttpSession oldestOfTheBusiest() {
    Map<String, Integer> count = new HashMap<>();
    strangers.values().forEach(stranger -> count.merge(stranger.source(), 1, Integer::sum));
    String busiest = Collections.max(count.entrySet(), Map.Entry.comparingByValue()).getKey();
    return strangers.entrySet().stream()
        .filter(each -> each.getValue().source().equals(busiest))
        .findFirst()
        .orElseThrow()
        .getKey();
  }

  /** Where the request comes from that makes a session. */
  private static String source() {
    return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes request
        ? GuessBrake.network(request.getRequest().getRemoteAddr())
        : "";
  }

  @Override
  public void sessionDestroyed(HttpSessionEvent event) {
    all.remove(event.getSession());
    synchronized (strangers) {
      strangers.remove(event.getSession());
    }
  }

  @Override
  public void attributeAdded(HttpSessionBindingEvent event) {
    if (event.getName().equals(CONTEXT)) {
      entered(event.getSession());
      limit(event.getSession());
    }
  }

  /** After the code, the context is another one. */
  @Override
  public void attributeReplaced(HttpSessionBindingEvent event) {
    if (event.getName().equals(CONTEXT)) {
      entered(event.getSession());
    }
  }

  private void entered(HttpSession session) {
    if (isSignedIn(session)) {
      synchronized (strangers) {
        strangers.remove(session);
      }
      session.setMaxInactiveInterval(signedInSeconds);
    }
  }

  /** Whether all that is asked for to sign in was given. */
  static boolean isSignedIn(@Nullable HttpSession session) {
    Authentication who = session == null ? null : authentication(session);
    return who != null
        && who.isAuthenticated()
        && who.getAuthorities().stream().noneMatch(each -> Person.CODE.equals(each.getAuthority()));
  }

  /** Whose session it is; empty for nobody's. */
  static String person(@Nullable HttpSession session) {
    Authentication who = session == null ? null : authentication(session);
    return who == null ? "" : who.getName();
  }

  /** Ends a session that nobody has signed in with when it is older than {@link #STRANGER_AGE}. */
  static void endStale(@Nullable HttpSession session, Instant now) {
    if (session != null && Instant.ofEpochMilli(since(session)).plus(STRANGER_AGE).isBefore(now)) {
      end(session);
    }
  }

  /** How many there are that nobody has signed in with. */
  int strangers() {
    synchronized (strangers) {
      return strangers.size();
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
