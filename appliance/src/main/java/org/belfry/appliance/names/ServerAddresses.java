package org.belfry.appliance.names;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Transport;
import org.belfry.pbx.sip.locate.Answer;
import org.belfry.pbx.sip.locate.Destination;
import org.belfry.pbx.sip.locate.Question;
import org.belfry.pbx.sip.locate.Resolver;
import org.belfry.pbx.sip.locate.ServerLocation;
import org.belfry.pbx.sip.locate.ServerLocation.Outcome;
import org.belfry.pbx.sip.locate.Supported;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** All addresses that the servers of a name may send from; waits for the DNS. */
@Component
public class ServerAddresses {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int ROUNDS = 8;

  private final Resolver resolver;
  private final ServerLocation location =
      new ServerLocation(
          new Supported(EnumSet.of(Transport.UDP, Transport.TCP, Transport.TLS), true, true, true));

  ServerAddresses(Resolver resolver) {
    this.resolver = resolver;
  }

  /**
   * The addresses of a domain's SIP servers and of the host of that name. Not on a lane: it waits.
   *
   * @return empty when there are none; null when the DNS did not say
   */
  public @Nullable List<InetAddress> of(String name) {
    Set<InetAddress> found = new LinkedHashSet<>();
    boolean known = add(new Destination(false, null, name, 0), found);
    known &= add(new Destination(false, Transport.UDP, name, 5060), found); // the host itself
    return found.isEmpty() && !known ? null : new ArrayList<>(found);
  }

  private boolean add(Destination to, Set<InetAddress> found) {
    Map<Question, Answer> answers = new HashMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      switch (location.locate(to, answers::get, new SplittableRandom(0))) {
        case Outcome.Located located -> {
          for (Hop hop : located.hops()) {
            found.add(hop.remote().getAddress());
          }
          return true;
        }
        case Outcome.Nowhere nowhere -> {
          return nowhere.certain();
        }
        case Outcome.Ask ask -> ask.questions().forEach(q -> answers.put(q, answer(q)));
      }
    }
    return false;
  }

  private Answer answer(Question question) {
    Answer known = resolver.known(question);
    if (known != null) {
      return known;
    }
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    resolver.ask(question, answer::complete);
    return answer
        .completeOnTimeout(
            new Answer.Failed("no name server answered in time"),
            PATIENCE.toSeconds(),
            TimeUnit.SECONDS)
        .join();
  }
}
