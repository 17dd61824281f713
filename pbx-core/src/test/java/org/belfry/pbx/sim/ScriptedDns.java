package org.belfry.pbx.sim;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.belfry.pbx.sip.locate.Answer;
import org.belfry.pbx.sip.locate.DnsRecord;
import org.belfry.pbx.sip.locate.NameServer;
import org.belfry.pbx.sip.locate.Question;

/** A name server with a zone that a test writes; proven by the same contract as the real one. */
public final class ScriptedDns implements NameServer {
  private static final int ALIASES_MAX = 8;
  private static final Duration GIVES_UP = Duration.ofSeconds(12);

  private final BiConsumer<Duration, Runnable> later;
  private final Map<Question, List<DnsRecord>> zone = new HashMap<>();
  private final Map<String, String> aliases = new HashMap<>();
  private final Set<String> stalled = new HashSet<>();
  private final List<Question> asked = new ArrayList<>();
  private Duration ttl = Duration.ofSeconds(60);

  /**
   * @param later runs something after a while
   */
  public ScriptedDns(BiConsumer<Duration, Runnable> later) {
    this.later = later;
  }

  public ScriptedDns naptr(String name, int order, int preference, String service, String to) {
    return add(name, Question.Type.NAPTR, new DnsRecord.Naptr(order, preference, "s", service, to));
  }

  public ScriptedDns srv(String name, int priority, int weight, int port, String target) {
    return add(name, Question.Type.SRV, new DnsRecord.Srv(priority, weight, port, target));
  }

  public ScriptedDns a(String name, String address) {
    return add(name, Question.Type.A, new DnsRecord.Address(InetAddress.ofLiteral(address)));
  }

  public ScriptedDns aaaa(String name, String address) {
    return add(name, Question.Type.AAAA, new DnsRecord.Address(InetAddress.ofLiteral(address)));
  }

  public ScriptedDns cname(String name, String target) {
    aliases.put(name, target);
    return this;
  }

  /** Whoever asks for names that end like this is never answered. */
  public ScriptedDns stalls(String suffix) {
    stalled.add(suffix);
    return this;
  }

  public ScriptedDns ttl(Duration next) {
    ttl = next;
    return this;
  }

  public void forget(String name) {
    zone.keySet().removeIf(q -> q.name().equals(name));
  }

  /** Every question that came, in order. */
  public List<Question> asked() {
    return asked;
  }

  /** What the zone says of a question, at once. */
  public Answer answer(Question question) {
    String name = question.name();
    for (int i = 0; aliases.containsKey(name); i++) {
      if (i == ALIASES_MAX) {
        return new Answer.Failed("its names lead round in a circle");
      }
      name = aliases.get(name);
    }
    List<DnsRecord> records = zone.get(new Question(name, question.type()));
    return records == null ? Answer.None.NONE : new Answer.Found(records);
  }

  @Override
  public void ask(Question question, Consumer<Reply> reply) {
    asked.add(question);
    if (stalled.stream().anyMatch(question.name()::endsWith)) {
      Reply silence =
          new Reply(new Answer.Failed("no name server answered in time"), Duration.ZERO);
      later.accept(GIVES_UP, () -> reply.accept(silence));
    } else {
      Reply now = new Reply(answer(question), ttl);
      later.accept(Duration.ofMillis(20), () -> reply.accept(now));
    }
  }

  @Override
  public void close() {
    zone.clear();
  }

  private ScriptedDns add(String name, Question.Type type, DnsRecord record) {
    zone.computeIfAbsent(new Question(name.toLowerCase(Locale.ROOT), type), q -> new ArrayList<>())
        .add(record);
    return this;
  }
}
