package org.belfry.pbx.sip.transport;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.channels.spi.SelectorProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.belfry.pbx.engine.Lane;

/**
 * The threads that read sockets and drive lanes: {@code sip-0}, {@code sip-1}, … (daemons). They
 * use epoll where the machine has it, else NIO.
 */
public final class EventLoops implements AutoCloseable {
  /** So that 0.0.0.0 and :: can both be listened on; IPPROTO_IPV6 and IPV6_V6ONLY of Linux. */
  static final ChannelOption<Integer> IPV6_ONLY =
      new IntegerUnixChannelOption("IPV6_V6ONLY", 41, 26);

  private static final int PAGE = 8192;
  private static final int CHUNK_ORDER = 7; // 1 MiB chunks: our buffers are small and short-lived
  private static final int SMALL_CACHED = 256; // buffers that a thread keeps of each size
  private static final int NORMAL_CACHED = 64;

  private final boolean epoll;
  private final EventLoopGroup group;
  private final List<EventLoop> loops = new ArrayList<>();
  private final ByteBufAllocator allocator;

  /**
   * @param threads 1 to 64
   */
  public EventLoops(int threads) {
    this(threads, Epoll.isAvailable());
  }

  EventLoops(int threads, boolean epoll) {
    if (System.getProperty("io.netty.leakDetection.level") == null) {
      // It walks the stack for one buffer in 128, which costs more than handling the message does.
      // Tests of buffers
      // switch it on by the property.
      ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
    }
    if (threads < 1 || threads > 64) {
      throw new IllegalArgumentException("threads must be 1 to 64");
    }
    this.epoll = epoll;
    AtomicInteger number = new AtomicInteger();
    ThreadFactory named =
        task -> {
          Thread thread = new FastThreadLocalThread(task, "sip-" + number.getAndIncrement());
          thread.setDaemon(true);
          return thread;
        };
    group =
        new MultiThreadIoEventLoopGroup(
            threads, named, epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    for (EventExecutor loop : group) {
      loops.add((EventLoop) loop);
      loop.execute(() -> {}); // starts its thread now, so that names follow the order of the lanes
    }
    allocator =
        new PooledByteBufAllocator(
            true, 0, threads, PAGE, CHUNK_ORDER, SMALL_CACHED, NORMAL_CACHED, true);
  }

  /** What drives lane {@code i}: loop {@code i} modulo their number. */
  public Lane.Driver driver(int i) {
    EventLoop loop = loop(i);
    return new Lane.Driver() {
      @Override
      public boolean onLane() {
        return loop.inEventLoop();
      }

      @Override
      public void execute(Runnable task) {
        loop.execute(task);
      }

      @Override
      public void schedule(Runnable task, Duration delay) {
        var _ = loop.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
      }
    };
  }

  public int size() {
    return loops.size();
  }

  /** Ends the threads; tasks that wait are dropped. Not from one of the threads. */
  @Override
  public void close() {
    group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
  }

  EventLoop loop(int i) {
    return loops.get(i % loops.size());
  }

  /** The loop the caller is on, else one after the other. */
  EventLoop nearest() {
    for (EventLoop loop : loops) {
      if (loop.inEventLoop()) {
        return loop;
      }
    }
    return group.next();
  }

  EventLoopGroup all() {
    return group;
  }

  ByteBufAllocator allocator() {
    return allocator;
  }

  boolean epoll() {
    return epoll;
  }

  DatagramChannel datagramChannel(InetAddress address) {
    return epoll
        ? new EpollDatagramChannel(family(address))
        : new NioDatagramChannel(family(address));
  }

  ServerChannel serverChannel(InetAddress address) {
    return epoll
        ? new EpollServerSocketChannel(family(address))
        : new NioServerSocketChannel(SelectorProvider.provider(), family(address));
  }

  SocketChannel socketChannel(InetAddress address) {
    return epoll
        ? new EpollSocketChannel(family(address))
        : new NioSocketChannel(SelectorProvider.provider(), family(address));
  }

  private static SocketProtocolFamily family(InetAddress address) {
    return address instanceof Inet6Address ? SocketProtocolFamily.INET6 : SocketProtocolFamily.INET;
  }
}
