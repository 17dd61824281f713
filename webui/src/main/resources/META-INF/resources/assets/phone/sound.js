// Microphones, speakers and cameras, and the sounds that the phone makes itself.

const PLAIN = "belfry.phone.plain";

/** Why there is no microphone or camera: missing, blocked, busy, or insecure. */
export class NoDevice extends Error {
  constructor(why) {
    super(why);
    this.why = why;
  }
}

export class Sound {
  #context = null;
  #bell = null;

  /** The device of a kind (microphone, speaker, camera) that was chosen last on this machine; "" for the usual one. */
  chosen(kind) {
    return localStorage.getItem(`belfry.phone.${kind}`) ?? "";
  }

  choose(kind, id) {
    localStorage.setItem(`belfry.phone.${kind}`, id);
    if (kind === "speaker") {
      this.#sink();
    }
  }

  /** Whether the microphone is sent as it is, without filtering echo and noise. */
  get plain() {
    return localStorage.getItem(PLAIN) === "1";
  }

  set plain(on) {
    localStorage.setItem(PLAIN, on ? "1" : "0");
  }

  /** @throws NoDevice */
  microphone() {
    const filter = !this.plain;
    return this.#open("microphone", "audio", { echoCancellation: filter, noiseSuppression: filter, autoGainControl: filter });
  }

  /** @throws NoDevice */
  camera() {
    return this.#open("camera", "video", { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { max: 30 } });
  }

  /** All devices of a kind: audioinput, audiooutput or videoinput. */
  async devices(kind) {
    const all = (await navigator.mediaDevices?.enumerateDevices?.()) ?? [];
    return all.filter((d) => d.kind === kind && d.deviceId !== "" && d.deviceId !== "default");
  }

  /** Calls back with the loudness of a stream, 0 to 1, some times a second, until it is told to stop. */
  meter(stream, tell) {
    const context = this.#audio();
    const source = context.createMediaStreamSource(stream);
    const analyser = context.createAnalyser();
    analyser.fftSize = 512;
    source.connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    const timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      let sum = 0;
      for (const s of samples) {
        sum += s * s;
      }
      const decibels = 10 * Math.log10(sum / samples.length + 1e-9);
      tell(Math.max(0, Math.min(1, (decibels + 60) / 60)));
    }, 100);
    return () => {
      clearInterval(timer);
      source.disconnect();
    };
  }

  /** Somebody calls: two tones, every four seconds; or a soft one, beside a call. */
  ring(softly) {
    if (softly) {
      this.#strike([400, 450], 0.03, 0.3, 5);
    } else {
      this.#strike([400, 450], 0.15, 1.5, 4);
    }
  }

  /** An emergency in the house: two high tones each second; softly beside a call. */
  alarm(softly) {
    this.#strike([880, 1320], softly ? 0.04 : 0.25, 0.5, 1);
  }

  /** It rings there: a second of tone, four of silence, as phones have it here (ETSI TS 101 041-2). */
  ringback() {
    this.#strike([425], 0.08, 1, 5);
  }

  /** So that a speaker can be heard before a call needs it. */
  try() {
    this.ring(false);
    setTimeout(() => this.quiet(), 1600);
  }

  quiet() {
    this.#bell?.();
    this.#bell = null;
  }

  #strike(hertz, loudness, seconds, everySeconds) {
    this.quiet();
    const context = this.#audio();
    const level = context.createGain();
    level.gain.value = 0;
    level.connect(context.destination);
    const tones = hertz.map((each) => {
      const tone = context.createOscillator();
      tone.frequency.value = each;
      tone.connect(level);
      tone.start();
      return tone;
    });
    const strike = () => {
      const now = context.currentTime;
      level.gain.setValueAtTime(loudness, now);
      level.gain.setValueAtTime(0, now + seconds);
    };
    strike();
    const timer = setInterval(strike, everySeconds * 1000);
    this.#bell = () => {
      clearInterval(timer);
      tones.forEach((tone) => tone.stop());
      level.disconnect();
    };
  }

  async #open(device, kind, wanted) {
    if (!navigator.mediaDevices?.getUserMedia) {
      throw new NoDevice("insecure");
    }
    const id = this.chosen(device);
    try {
      return await navigator.mediaDevices.getUserMedia({
        // One that was chosen and is not there any more gives way to the usual one.
        [kind]: id === "" ? wanted : { ...wanted, deviceId: { ideal: id } },
      });
    } catch (e) {
      switch (e.name) {
        case "NotAllowedError":
        case "SecurityError":
          throw new NoDevice("blocked");
        case "NotReadableError":
        case "AbortError":
          throw new NoDevice("busy");
        default:
          throw new NoDevice("missing");
      }
    }
  }

  #audio() {
    if (this.#context === null) {
      this.#context = new AudioContext();
      this.#sink();
    }
    if (this.#context.state === "suspended") {
      this.#context.resume();
    }
    return this.#context;
  }

  // One that is not there any more gives way to the usual one.
  #sink() {
    this.#context?.setSinkId?.(this.chosen("speaker")).catch(() => {});
  }
}
