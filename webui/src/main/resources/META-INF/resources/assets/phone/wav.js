// Any audio that this browser can decode becomes WAV of one channel. The browser does it, not the server:
// decoders of compressed audio are where files attack programs, and the browser's are in a sandbox.

/** Samples per second: what announcements and music are kept with. */
const RATE = 16000;

/**
 * @param {Blob} audio a whole file
 * @returns {Promise<Blob>} WAV, 16-bit PCM
 * @throws when the browser cannot decode it
 */
export async function toWav(audio) {
  const decoded = await new OfflineAudioContext(1, 1, RATE).decodeAudioData(await audio.arrayBuffer());
  const mixed = new OfflineAudioContext(1, decoded.length, RATE);
  const source = mixed.createBufferSource();
  source.buffer = decoded;
  source.connect(mixed.destination);
  source.start();
  return wav((await mixed.startRendering()).getChannelData(0));
}

function wav(samples) {
  const bytes = new DataView(new ArrayBuffer(44 + samples.length * 2));
  const text = (at, word) => [...word].forEach((c, i) => bytes.setUint8(at + i, c.charCodeAt(0)));
  text(0, "RIFF");
  bytes.setUint32(4, 36 + samples.length * 2, true);
  text(8, "WAVEfmt ");
  bytes.setUint32(16, 16, true);
  bytes.setUint16(20, 1, true); // PCM
  bytes.setUint16(22, 1, true); // one channel
  bytes.setUint32(24, RATE, true);
  bytes.setUint32(28, RATE * 2, true);
  bytes.setUint16(32, 2, true);
  bytes.setUint16(34, 16, true);
  text(36, "data");
  bytes.setUint32(40, samples.length * 2, true);
  samples.forEach((s, i) => bytes.setInt16(44 + i * 2, Math.max(-1, Math.min(1, s)) * 0x7fff, true));
  return new Blob([bytes.buffer], { type: "audio/wav" });
}
