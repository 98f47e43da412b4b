/** Uploads a file in parts: each is a short request of its own, tried again when the line breaks. */

const PART_BYTES = 4 * 1024 * 1024;
const TRIES = 4;
const WAIT_MS = 1_000;

export interface UploadedFile {
  id: string;
  title: string;
}

/** Returns what was stored, or the sentence that says why not. `onProgress` hears whole percentages; 100 means it is being checked. */
export async function uploadFile(
  file: File,
  purpose: string,
  onProgress: (percent: number) => void,
): Promise<UploadedFile | string> {
  const uploadId = crypto.randomUUID();
  const parts = Math.max(1, Math.ceil(file.size / PART_BYTES));
  for (let position = 0; position < parts; position++) {
    const bytes = file.slice(position * PART_BYTES, (position + 1) * PART_BYTES);
    const address = `/api/admin/course-files/parts?upload=${uploadId}&position=${position}`;
    const sent = await send(address, bytes, "application/octet-stream");
    if (typeof sent === "string") return sent;
    onProgress(Math.round(((position + 1) * 100) / parts));
  }
  const whole = JSON.stringify({ uploadId, purpose, name: file.name, size: file.size });
  const answer = await send("/api/admin/course-files", whole, "application/json", 1);
  return typeof answer === "string" ? answer : ((await answer.json()) as UploadedFile);
}

async function send(
  address: string,
  body: BodyInit,
  type: string,
  tries: number = TRIES,
): Promise<Response | string> {
  try {
    const response = await fetch(address, { method: "POST", headers: { "content-type": type }, body });
    if (response.ok) return response;
    if (response.status < 500 || tries <= 1) return await refusalOf(response);
  } catch {
    if (tries <= 1) return "The upload did not get through. Please try again.";
  }
  await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
  return send(address, body, type, tries - 1);
}

async function refusalOf(response: Response): Promise<string> {
  try {
    const { error } = (await response.json()) as { error: { message: string } };
    return error.message;
  } catch {
    return "The upload was refused.";
  }
}
