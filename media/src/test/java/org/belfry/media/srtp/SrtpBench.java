package org.belfry.media.srtp;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.belfry.media.rtp.Packet;
import org.belfry.media.rtp.Verdict;

/**
 * Packets per CPU second and bytes allocated per packet of each suite, 160 bytes of G.711, there
 * and back: a main class, no test. Suites take turns, so that their ratio holds on a busy machine.
 */
final class SrtpBench {
  private static final int ROUND = 50_000;

  private SrtpBench() {}

  public static void main(String[] args) {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 8;
    SrtpSuite[] suites = SrtpSuite.values();
    Run[] runs = Arrays.stream(suites).map(Run::new).toArray(Run[]::new);
    for (int round = 0; round < rounds; round++) {
      for (Run run : runs) {
        run.round(round >= rounds / 2);
      }
    }
    System.out.printf("%-26s %14s %14s %10s%n", "suite", "protect/s", "unprotect/s", "bytes/pkt");
    for (Run run : runs) {
      System.out.println(run);
    }
  }

  /** One suite's figures. */
  static final class Run {
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final SrtpSuite suite;
    private final SrtpProtection one;
    private final SrtpProtection other;
    private final Packet packet = new Packet();
    private final byte[][] wire = new byte[100][];
    private int sequence;
    private long packets;
    private long protectNs;
    private long unprotectNs;
    private long allocated;

    Run(SrtpSuite suite) {
      this.suite = suite;
      SrtpKeys keys =
          new SrtpKeys(suite, new byte[suite.keyLength()], new byte[suite.saltLength()]);
      one = new SrtpProtection(keys, keys);
      other = new SrtpProtection(keys, keys);
      for (int i = 0; i < wire.length; i++) {
        wire[i] = new byte[12 + 160 + 16];
      }
    }

    /** Bytes allocated for a packet there and back, after the measured rounds. */
    double bytesPerPacket() {
      return (double) allocated / Math.max(1, packets) / 2;
    }

    void round(boolean measured) {
      for (int i = 0; i < ROUND; i += wire.length) {
        int length = 0;
        long before = threads.getCurrentThreadAllocatedBytes();
        long begin = threads.getCurrentThreadCpuTime();
        for (byte[] to : wire) {
          packet.beginRtp(0, sequence++, 0, 1, 160);
          check(one.protect(packet));
          length = packet.length();
          System.arraycopy(packet.bytes(), packet.offset(), to, 0, length);
        }
        long middle = threads.getCurrentThreadCpuTime();
        for (byte[] from : wire) {
          packet.copyFrom(from, 0, length);
          check(other.unprotect(packet));
        }
        long end = threads.getCurrentThreadCpuTime();
        if (measured) {
          allocated += threads.getCurrentThreadAllocatedBytes() - before;
          protectNs += middle - begin;
          unprotectNs += end - middle;
          packets += wire.length;
        }
      }
    }

    private static void check(Verdict verdict) {
      if (verdict != Verdict.PASS) {
        throw new IllegalStateException(verdict.name());
      }
    }

    @Override
    public String toString() {
      return "%-26s %,14d %,14d %10.1f"
          .formatted(
              suite,
              packets * 1_000_000_000L / Math.max(1, protectNs),
              packets * 1_000_000_000L / Math.max(1, unprotectNs),
              bytesPerPacket());
    }
  }
}
