package org.belfry.pbx.sip.locate;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.belfry.pbx.engine.Post;
import org.belfry.pbx.engine.TimerWheel;
import org.belfry.pbx.sip.SipUri;
import org.jspecify.annotations.Nullable;

/**
 * Finds the hops of names for one lane: asks the resolver, goes on with other work, and tells when
 * the answers have come or the time is over. What is known already is told at once.
 */
public final class HopFinder {
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  /** Told once, on the lane. */
  @FunctionalInterface
  public interface Listener {
    void found(ServerLocation.Outcome outcome, Instant now);
  }

  /** One search that goes on. */
  public static final class Search {
    private final Destination to;
    private final long seed;
    private final Listener listener;

    private final String callId;
    private final Map<Question, Answer> answers = new HashMap<>();
    private final Set<Question> asked = new HashSet<>();
    private TimerWheel.@Nullable Timer deadline;
    private boolean overdue;
    private boolean over;

    private Search(Destination to, String callId, Listener listener) {
      this.to = to;
      this.callId = callId;
      this.seed = callId.hashCode() * SPREAD;
      this.listener = listener;
    }

    /** Of the call it is for. */
    public String callId() {
      return callId;
    }
  }

  private final Resolver resolver;
  private final Supplier<Supported> supported;
  private final Duration deadline;
  private final Post post;

  /**
   * @param supported what we can send over
   * @param deadline a search lasts no longer
   */
  public HopFinder(Resolver resolver, Supplier<Supported> supported, Duration deadline, Post post) {
    this.resolver = resolver;
    this.supported = supported;
    this.deadline = deadline;
    this.post = post;
  }

  /** What a search waited for. */
  public void on(SearchLetter letter, Instant now) {
    switch (letter) {
      case SearchLetter.Answered e -> answered(e.search(), e.question(), e.answer(), now);
      case SearchLetter.Overdue e -> overdue(e.search(), now);
    }
  }

  /**
   * @param callId draws among equal servers, so that all requests of a call draw the same
   */
  public void find(SipUri name, String callId, Instant now, Listener listener) {
    advance(new Search(Destination.of(name), callId, listener), now);
  }

  private void answered(Search search, Question question, Answer answer, Instant now) {
    if (!search.over && search.answers.putIfAbsent(question, answer) == null) {
      advance(search, now);
    }
  }

  /** What is not known by now counts as unknown. */
  private void overdue(Search search, Instant now) {
    search.deadline = null;
    search.overdue = true;
    if (!search.over) {
      advance(search, now);
    }
  }

  private void advance(Search search, Instant now) {
    ServerLocation.Outcome outcome =
        new ServerLocation(supported.get())
            .locate(search.to, q -> known(search, q), new SplittableRandom(search.seed));
    if (outcome instanceof ServerLocation.Outcome.Ask ask) {
      if (search.deadline == null) {
        search.deadline = post.after(deadline, new SearchLetter.Overdue(search), now);
      }
      for (Question question : ask.questions()) {
        if (search.asked.add(question)) {
          resolver.ask(
              question, answer -> post.offer(new SearchLetter.Answered(search, question, answer)));
        }
      }
      return;
    }
    search.over = true;
    if (search.deadline != null) {
      post.cancel(search.deadline);
      search.deadline = null;
    }
    search.listener.found(outcome, now);
  }

  private @Nullable Answer known(Search search, Question question) {
    Answer answer = search.answers.get(question);
    if (answer == null && !search.asked.contains(question)) {
      answer = resolver.known(question);
      if (answer != null) {
        search.answers.put(question, answer); // it may be forgotten before the search is over
      }
    }
    return answer == null && search.overdue
        ? new Answer.Failed("no name server answered in time")
        : answer;
  }
}
