package org.belfry.appliance.recording;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.stereotype.Component;

/** What monitoring asks of recordings; docs/operations.md lists it. */
@Component
class RecordingFigures implements MeterBinder {
  private final CallRecorder recorder;
  private final RecordingArchiver archiver;

  RecordingFigures(CallRecorder recorder, RecordingArchiver archiver) {
    this.recorder = recorder;
    this.archiver = archiver;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("recordings.live", recorder, r -> r.live().size())
        .description("Calls that are being recorded")
        .register(registry);
    FunctionCounter.builder("recordings.filed", archiver, RecordingArchiver::filed)
        .description("Recordings that were kept")
        .register(registry);
    FunctionCounter.builder("recordings.failed", recorder, CallRecorder::failed)
        .description("Recordings that did not come to be, or ended early")
        .register(registry);
    FunctionCounter.builder(
            "recordings.deleted.for.room", archiver, RecordingArchiver::deletedForRoom)
        .description("Recordings that were deleted because the disk was full")
        .register(registry);
  }
}
