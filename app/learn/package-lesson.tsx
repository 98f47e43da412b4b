"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { PackageFrame, type Opened } from "#app/learn/package-frame.tsx";
import { readRefusal, type ItemToStart, type Refusal } from "#app/learn/package-messages.ts";
import { Notice } from "#components/Notice.tsx";

/**
 * Shows a package in a frame of another origin. With `api` it goes on where the student stopped and everything is kept;
 * without, it starts afresh and nothing is.
 */
export function PackageLesson(props: {
  frameUrl: string;
  items: readonly { id: string; title: string }[];
  start: ItemToStart;
  api: string | null;
}) {
  const t = useTranslations("learn");
  // The page is drawn anew when something was kept, with a newly signed address: the frame stays with its first one.
  const [frameUrl] = useState(props.frameUrl);
  const [afresh] = useState<Opened>({ start: props.start, sessionId: null });
  const [itemId, setItemId] = useState<string | null>(null);
  const answer = useOpened(props.api, itemId);
  const opened = props.api ? answer : afresh;
  const current = typeof opened === "string" ? null : opened?.start.item.id;
  return (
    <div className="grid gap-3">
      {props.items.length > 1 && props.api ? (
        <ul className="flex flex-wrap gap-2" aria-label={t("pages")}>
          {props.items.map(({ id, title }) => (
            <li key={id}>
              <button
                type="button"
                className="button button-small"
                aria-current={id === current ? "page" : undefined}
                onClick={() => setItemId(id)}
              >
                {title || id}
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      {typeof opened === "string" ? <Notice tone="bad">{t(`refusal.${opened}`)}</Notice> : null}
      {opened && typeof opened !== "string" ? (
        <PackageFrame
          key={opened.sessionId ?? opened.start.item.id}
          frameUrl={frameUrl}
          opened={opened}
          api={props.api}
        />
      ) : null}
    </div>
  );
}

/** Asks the server for what the package kept, and makes this window the one that keeps from now on. A code says why not. */
function useOpened(api: string | null, itemId: string | null): Opened | Refusal | null {
  const [answer, setAnswer] = useState<{ itemId: string | null; opened: Opened | Refusal } | null>(null);
  useEffect(() => {
    if (!api) return;
    let isStale = false;
    void open(api, itemId).then((opened) => {
      if (!isStale) setAnswer({ itemId, opened });
    });
    return () => {
      isStale = true;
    };
  }, [api, itemId]);
  return answer?.itemId === itemId ? answer.opened : null;
}

async function open(api: string, itemId: string | null): Promise<Opened | Refusal> {
  try {
    const response = await fetch(`${api}/open`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ itemId }),
    });
    const body = (await response.json()) as {
      result: ItemToStart & { sessionId: string };
      error?: { code: string };
    };
    if (!response.ok) return readRefusal(body.error?.code);
    const { sessionId, standard, item, cmi, learner } = body.result;
    return { sessionId, start: { standard, item, cmi, learner } };
  } catch {
    return readRefusal(undefined);
  }
}
