/** One opened page of a package: hears the frame, keeps what the package says, and never loses the last word. */
import {
  readFrameMessage,
  readRefusal,
  type ItemToStart,
  type Refusal,
} from "#app/learn/package-messages.ts";

/** What the page around the frame shows of it. */
export interface SessionState {
  /** `closed`: nothing is kept any more, `problem` says why. */
  saving: "saved" | "saving" | "failing" | "closed";
  problem: Refusal | "does_not_start" | null;
  completed: boolean;
}

interface SessionParts {
  frame: HTMLIFrameElement;
  contentOrigin: string;
  start: ItemToStart;
  /** Where commits go and under which session; null where nothing is kept. */
  keep: { url: string; sessionId: string } | null;
  onChange(change: Partial<SessionState>): void;
}

const RETRY_AFTER_MS = 3_000;
/** A frame that is taken away says its last word on its way out. */
const LISTEN_ON_MS = 3_000;
/** Browsers send no more than this after a page is gone. */
const KEEPALIVE_BYTES = 60_000;

/** Starts the page in the frame as soon as it is ready. Returns the way to end. */
export function runPackage(parts: SessionParts): () => void {
  const { frame, contentOrigin, start, keep, onChange } = parts;
  let pending: { number: number; cmi: Record<string, unknown> } | null = null;
  let isSending = false;
  let isOver = false;

  const hear = (event: MessageEvent) => {
    if (event.origin !== contentOrigin || event.source !== frame.contentWindow) return;
    const message = readFrameMessage(event.data);
    if (message?.type === "ready")
      frame.contentWindow?.postMessage({ type: "start", ...start }, contentOrigin);
    if (message?.type === "failed") onChange({ problem: "does_not_start" });
    if (message?.type !== "commit" || !keep || isOver) return;
    pending = { number: message.number, cmi: message.cmi };
    onChange({ saving: "saving" });
    void send();
  };

  /** Every commit holds everything, so only the newest one is sent. */
  async function send(): Promise<void> {
    if (isSending || !keep) return;
    isSending = true;
    while (pending && !isOver) {
      const commit = pending;
      pending = null;
      const answer = await post(keep.url, { sessionId: keep.sessionId, itemId: start.item.id, ...commit });
      if (answer.kind === "kept") onChange({ saving: "saved", completed: answer.completed });
      else if (answer.kind === "refused") {
        isOver = true;
        onChange({ saving: "closed", problem: answer.problem });
      } else {
        pending ??= commit;
        onChange({ saving: "failing" });
        await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER_MS));
      }
    }
    isSending = false;
  }

  window.addEventListener("message", hear);
  return () => {
    setTimeout(() => window.removeEventListener("message", hear), LISTEN_ON_MS);
  };
}

type Posted =
  | { kind: "kept"; completed: boolean }
  | { kind: "refused"; problem: Refusal }
  | { kind: "later" };

async function post(url: string, commit: object): Promise<Posted> {
  const body = JSON.stringify(commit);
  try {
    const response = await fetch(url, {
      method: "POST",
      keepalive: body.length < KEEPALIVE_BYTES,
      headers: { "content-type": "application/json" },
      body,
    });
    if (response.ok) {
      const { lessonCompleted } = (await response.json()) as { lessonCompleted: boolean };
      return { kind: "kept", completed: lessonCompleted };
    }
    if (response.status >= 500) return { kind: "later" };
    const { error } = (await response.json()) as { error: { code: string } };
    return { kind: "refused", problem: readRefusal(error.code) };
  } catch {
    return { kind: "later" };
  }
}
