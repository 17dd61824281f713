package org.belfry.media.record;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.belfry.media.file.PartFile;
import org.belfry.media.file.RecordingFormat;
import org.belfry.media.file.TestCodecs;
import org.belfry.media.play.Tone;

/** Records a tone in a process of its own; says how many frames it gave and what is told. */
final class RecordingChild {
  private RecordingChild() {}

  public static void main(String[] args) throws Exception {
    Path directory = Path.of(args[0]);
    RecordingFormat format = RecordingFormat.valueOf(args[1]);
    int frames = Integer.parseInt(args[2]);
    boolean inTime = args[3].equals("in-time");
    ExecutorService writing =
        Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());
    Recorder recorder =
        new Recorder(
            RecorderSettings.of(8000, 1),
            new RecordingTarget(
                PartFile.of(directory.resolve("call" + format.suffix()), format),
                TestCodecs.opus(Path.of(System.getProperty("java.io.tmpdir"))),
                List.of()),
            writing,
            System.out::println);
    short[] tone = Tone.sine(400, 8000, 160, 0.25);
    long next = System.nanoTime();
    for (int i = 1; i <= frames; i++) {
      recorder.leg(0).write(tone);
      System.out.println(i);
      next += 20_000_000;
      while (inTime && System.nanoTime() < next) {
        LockSupport.parkNanos(next - System.nanoTime());
      }
    }
    recorder.stop();
    writing.close();
    System.out.println("call goes on");
  }
}
