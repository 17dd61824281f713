package org.belfry.pbx.sip.locate.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.belfry.pbx.sip.locate.Answer;
import org.belfry.pbx.sip.locate.DnsRecord;
import org.belfry.pbx.sip.locate.NameServer;
import org.belfry.pbx.sip.locate.Question;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.hosts.HostsFileParser;

/**
 * Asks name servers over UDP, over TCP what does not fit, each a few times; the machine's own list
 * of hosts comes before them. One thread of its own reads answers and files.
 */
public final class DnsClient implements NameServer {
  private static final Logger LOG = LoggerFactory.getLogger(DnsClient.class);
  private static final int WAITING = 4096;
  private static final int ATTEMPTS_MAX = 6;
  private static final Duration HOSTS_FILE_HOLDS = Duration.ofSeconds(30);
  private static final Duration SYSTEM_LOOKED_AT = Duration.ofSeconds(30);
  private static final Duration LAST_RESORT = Duration.ofSeconds(15);

  private final DnsClientProperties properties;
  private final InstantSource clock;
  private final @Nullable HostsFileParser hosts;
  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING),
          Thread.ofPlatform().name("dns").daemon(true).factory());

  // Only on the thread.
  private List<InetSocketAddress> servers = List.of();
  private List<SimpleResolver> resolvers = List.of();
  private Instant lookedAt = Instant.MIN;

  private volatile int preferred; // the name server that answered last

  public DnsClient(DnsClientProperties properties, InstantSource clock) {
    this.properties = properties;
    this.clock = clock;
    Path file = properties.hostsFile();
    this.hosts = file == null ? null : new HostsFileParser(file);
  }

  @Override
  public void ask(Question question, Consumer<Reply> reply) {
    try {
      thread.execute(() -> begin(question, reply));
    } catch (RejectedExecutionException e) {
      reply.accept(failed("too many questions wait"));
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  private void begin(Question question, Consumer<Reply> reply) {
    try {
      Optional<InetAddress> listed = listed(question);
      if (listed.isPresent()) {
        reply.accept(
            new Reply(
                new Answer.Found(List.of(new DnsRecord.Address(listed.get()))), HOSTS_FILE_HOLDS));
        return;
      }
      Name name = Name.fromString(question.name() + ".");
      query(new AliasChain(question, name, type(question.type())), reply);
    } catch (TextParseException e) {
      reply.accept(new Reply(Answer.None.NONE, Duration.ofMinutes(1)));
    } catch (RuntimeException e) {
      LOG.warn("{} could not be asked", question, e);
      reply.accept(failed("our own fault"));
    }
  }

  /** What the hosts file says; it is read again when it has changed. */
  private Optional<InetAddress> listed(Question question) {
    if (hosts == null
        || (question.type() != Question.Type.A && question.type() != Question.Type.AAAA)) {
      return Optional.empty();
    }
    try {
      return hosts.getAddressForHost(Name.fromString(question.name() + "."), type(question.type()));
    } catch (IOException e) {
      LOG.debug("the hosts file says nothing of {}: {}", question, e.getMessage());
      return Optional.empty();
    }
  }

  private void query(AliasChain chain, Consumer<Reply> reply) {
    List<SimpleResolver> all = resolvers();
    int attempts = Math.min(ATTEMPTS_MAX, properties.attempts() * all.size());
    attempt(chain, all, attempts, reply);
  }

  /** Asks the preferred name server, and when that says nothing the next one. */
  private void attempt(
      AliasChain chain, List<SimpleResolver> all, int attempts, Consumer<Reply> reply) {
    Message query = Message.newQuery(Record.newRecord(chain.end(), chain.type(), DClass.IN));
    int asked = preferred % all.size();
    CompletableFuture<Message> answer =
        all.get(asked)
            .sendAsync(query, this::here)
            .toCompletableFuture()
            .orTimeout(LAST_RESORT.toSeconds(), TimeUnit.SECONDS);
    var _ =
        answer.handle((message, failure) -> {
          try {
            answered(chain, all, asked, attempts, message, failure, reply);
          } catch (RuntimeException e) {
            LOG.warn("{} could not be asked", chain, e);
            reply.accept(failed("our own fault"));
          }
          return null;
        });
  }

  private void answered(
      AliasChain chain,
      List<SimpleResolver> all,
      int asked,
      int attempts,
      @Nullable Message message,
      @Nullable Throwable failure,
      Consumer<Reply> reply) {
    if (message != null && !unable(message)) {
      Reply known = read(chain, message);
      if (known == null) {
        query(chain, reply); // the answer ended in another name
      } else {
        reply.accept(known);
      }
      return;
    }
    if (asked == preferred % all.size()) {
      preferred = (asked + 1) % all.size();
    }
    if (attempts > 1) {
      attempt(chain, all, attempts - 1, reply);
    } else {
      reply.accept(failed(message != null ? said(message) : phrase(failure)));
    }
  }

  private void here(Runnable task) {
    try {
      thread.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.debug("closed, or too much waits: the last resort answers");
    }
  }

  /** Another name server may do better. */
  private static boolean unable(Message message) {
    int code = message.getRcode();
    return code != Rcode.NOERROR && code != Rcode.NXDOMAIN;
  }

  static String said(Message message) {
    return "the name server says " + Rcode.string(message.getRcode());
  }

  private static @Nullable Reply read(AliasChain chain, Message message) {
    try {
      return chain.read(message);
    } catch (RuntimeException e) {
      LOG.debug("an answer makes no sense", e);
      return failed("the answer makes no sense");
    }
  }

  /** The machine's name servers may change while we run: it may get its address by DHCP. */
  private List<SimpleResolver> resolvers() {
    Instant now = clock.instant();
    boolean ofTheSystem = properties.servers().isEmpty();
    if (!resolvers.isEmpty() && (!ofTheSystem || now.isBefore(lookedAt.plus(SYSTEM_LOOKED_AT)))) {
      return resolvers;
    }
    lookedAt = now;
    if (ofTheSystem && !resolvers.isEmpty()) {
      ResolverConfig.refresh();
    }
    List<InetSocketAddress> wanted =
        ofTheSystem ? ResolverConfig.getCurrentConfig().servers() : properties.servers();
    if (!wanted.equals(servers)) {
      servers = List.copyOf(wanted);
      preferred = 0;
      resolvers = servers.stream().map(this::resolver).toList();
    }
    return resolvers;
  }

  private SimpleResolver resolver(InetSocketAddress address) {
    SimpleResolver one = new SimpleResolver(address);
    one.setTimeout(properties.patience());
    return one;
  }

  private static int type(Question.Type type) {
    return switch (type) {
      case NAPTR -> Type.NAPTR;
      case SRV -> Type.SRV;
      case A -> Type.A;
      case AAAA -> Type.AAAA;
    };
  }

  static Reply failed(String why) {
    return new Reply(new Answer.Failed(why), Duration.ZERO);
  }

  private static String phrase(@Nullable Throwable failure) {
    if (failure == null) {
      return "nothing came back";
    }
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    if (cause instanceof TimeoutException || text.contains("timed out")) {
      return "no name server answered in time";
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}
