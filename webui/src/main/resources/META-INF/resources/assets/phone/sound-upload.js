// Has a <vaadin-upload> send WAV in place of formats that only the browser reads: MP3, M4A, AAC, FLAC, WebM.
import { toWav } from "./wav.js";

/** Sent as they are; the server reads them. */
const PLAIN = /\.(wav|ogg|opus)$/i;

/** Larger files are not decoded, which would need ten times their size; the server refuses them by their size. */
const LARGEST = 100_000_000;

export function decodes(upload) {
  upload.addEventListener("upload-request", (request) => {
    const { file, xhr } = request.detail;
    if (PLAIN.test(file.name) || file.size > LARGEST) {
      return;
    }
    request.preventDefault(); // sent below, when it is WAV
    toWav(file).then(
      (wav) => xhr.send(body(request.detail, wav)),
      () => {
        xhr.abort();
        upload.dispatchEvent(new CustomEvent("belfry-unreadable"));
      },
    );
  });
}

/** As the upload would have sent the file: in a form, or by itself. */
function body({ file, formData }, wav) {
  if (formData === undefined) {
    return wav;
  }
  formData.set(file.formDataName, wav, file.name);
  return formData;
}
