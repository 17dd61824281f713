// Listens to what a browser phone of the tests hears.
let ear = null;

// A remote track gives samples only while an element plays it.
export function listen(connection) {
  connection.addEventListener("track", (e) => {
    if (e.track.kind !== "audio") {
      return;
    }
    const stream = new MediaStream([e.track]);
    const player = new Audio();
    player.muted = true;
    player.srcObject = stream;
    player.play();
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    analyser.fftSize = 16384;
    analyser.smoothingTimeConstant = 0;
    context.createMediaStreamSource(stream).connect(analyser);
    ear = { context, analyser, player };
  });
}

// The strongest frequency now, in hertz, and how strong it is below a sine of full scale, in decibels; and how
// strong the strongest is that is not beside it.
export function sample() {
  const { analyser, context } = ear;
  const bins = new Float32Array(analyser.frequencyBinCount);
  analyser.getFloatFrequencyData(bins);
  let best = 1;
  for (let i = 1; i < bins.length; i++) {
    if (bins[i] > bins[best]) {
      best = i;
    }
  }
  const hertz = (bin) => (bin * context.sampleRate) / analyser.fftSize;
  const besides = bins.filter((_, bin) => bin > 0 && Math.abs(hertz(bin) - hertz(best)) > 40);
  // A sine of full scale has -13.6 dB in its bin: half of it, under Blackman's window.
  const level = (value) => Math.max(-200, value + 13.6);
  return { hertz: hertz(best), decibels: level(bins[best]), others: level(Math.max(...besides)) };
}

export function stopListening() {
  if (ear !== null) {
    ear.player.srcObject = null;
    ear.context.close();
    ear = null;
  }
}
