package org.belfry.pbx.transaction;

import java.net.InetAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Requests that have their final answer, each as the bytes of that answer and a few numbers: the
 * Completed state of the non-INVITE server transaction (RFC 3261 §17.2.2). It lasts 32 s, so nearly
 * all transactions of a busy lane are in it, and as objects of their own they would be nearly all
 * that the garbage collector has to look at.
 *
 * <p>All stay equally long, so who came first leaves first: a ring. Each is number {@code n} since
 * the start and stands in slot {@code n} of as many as there are slots; what fell out of the ring
 * is known by its number, so nothing is ever taken out of a chain.
 *
 * <p>Of a key 64 bits are kept, mixed with a secret so that nobody can make two keys alike on
 * purpose. With a million answers kept, one request in ten trillion is taken for another's.
 *
 * <p>Not thread-safe: one lane owns it. Grows with what is kept, and is small again when it is
 * empty. Of how many requests is up to whoever lets them in; when their answers get too long, the
 * oldest makes way before its time.
 */
public final class AnsweredRequests {
  static final int LEAST_SLOTS = 1 << 6;
  private static final long ODD = 0x9E3779B97F4A7C15L; // 2^64 by the golden ratio
  private static final int TURN = 29;

  private final long secret;
  private final long mostBytes;
  private long[] marks = new long[0];
  private long[] overAt = new long[0];
  private byte[] @Nullable [] answers = new byte[0][];

  /** Of each, the number of the one before it in its chain. */
  private long[] before = new long[0];

  /** Of each chain, the number of the last one; 0 stands for none, as does any that fell out. */
  private long[] chains = new long[0];

  private long first = 1;
  private long next = 1;
  private long bytes;

  /**
   * @param secret any number that strangers do not know
   * @param mostBytes of all answers together
   */
  public AnsweredRequests(long secret, long mostBytes) {
    this.secret = secret;
    this.mostBytes = mostBytes;
    slots(LEAST_SLOTS);
  }

  /**
   * Keeps an answer.
   *
   * @param source the address that asked: nobody else is given it, so that nobody has us send it to
   *     others
   * @param until not before that of any answer kept already
   */
  public void keep(ServerKey key, InetAddress source, byte[] answer, Instant until) {
    bytes += answer.length;
    while (bytes > mostBytes && first != next) {
      dropFirst();
    }
    if (size() == marks.length) {
      grow();
    }
    enter(
        mark(key, source),
        until.toEpochMilli() + 1,
        answer); // never too early: the rest of a millisecond
  }

  /** What this request was answered, or null when it was not, or too long ago. */
  public byte @Nullable [] answerTo(ServerKey key, InetAddress source, Instant now) {
    long mark = mark(key, source);
    for (long n = chains[chain(mark)]; n >= first; n = before[slot(n)]) {
      if (marks[slot(n)] == mark) {
        return overAt[slot(n)] > now.toEpochMilli() ? answers[slot(n)] : null;
      }
    }
    return null;
  }

  /** Forgets those whose time is over. */
  public void forget(Instant now) {
    long millis = now.toEpochMilli();
    while (first != next && overAt[slot(first)] <= millis) {
      dropFirst();
    }
    if (first == next && marks.length > LEAST_SLOTS) {
      slots(LEAST_SLOTS);
    }
  }

  /** How many are kept. */
  public int size() {
    return (int) (next - first);
  }

  private void dropFirst() {
    byte[] dropped = answers[slot(first)];
    bytes -= dropped == null ? 0 : dropped.length;
    answers[slot(first++)] = null;
  }

  private void enter(long mark, long until, byte @Nullable [] answer) {
    int slot = slot(next);
    int chain = chain(mark);
    marks[slot] = mark;
    overAt[slot] = until;
    answers[slot] = answer;
    before[slot] = chains[chain];
    chains[chain] = next++;
  }

  private void grow() {
    long[] oldMarks = marks;
    long[] oldOverAt = overAt;
    byte[] @Nullable [] oldAnswers = answers;
    long last = next;
    slots(2 * oldMarks.length);
    next = first;
    for (long n = first; n != last; n++) {
      int slot = (int) n & (oldMarks.length - 1);
      enter(oldMarks[slot], oldOverAt[slot], oldAnswers[slot]);
    }
  }

  private void slots(int count) {
    marks = new long[count];
    overAt = new long[count];
    answers = new byte[count][];
    before = new long[count];
    chains = new long[count];
  }

  private int slot(long n) {
    return (int) n & (marks.length - 1);
  }

  private int chain(long mark) {
    return (int) (mark >>> Integer.SIZE) & (chains.length - 1);
  }

  private long mark(ServerKey key, InetAddress source) {
    long mark = mixed(mixed(mixed(secret, key.branch()), key.host()), key.method().name());
    for (byte each : source.getAddress()) {
      mark = Long.rotateLeft((mark ^ each) * ODD, TURN);
    }
    return (mark ^ key.port()) * ODD;
  }

  private static long mixed(long mark, String text) {
    long mixed = mark;
    for (int i = 0; i < text.length(); i++) {
      mixed = Long.rotateLeft((mixed ^ text.charAt(i)) * ODD, TURN);
    }
    return (mixed ^ text.length()) * ODD;
  }
}
