"use client";

import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import type { ItemToStart } from "#app/learn/package-messages.ts";
import { runPackage, type SessionState } from "#app/learn/package-session.ts";
import { Notice } from "#components/Notice.tsx";

/** A page of a package that was opened; without a session nothing is kept. */
export interface Opened {
  start: ItemToStart;
  sessionId: string | null;
}

const FRESH: SessionState = { saving: "saved", problem: null, completed: false };

/** Runs one page of a package and says whether it is saved. Draw it anew (key) for another page. */
export function PackageFrame({
  frameUrl,
  opened,
  api,
}: {
  frameUrl: string;
  opened: Opened;
  api: string | null;
}) {
  const t = useTranslations("learn");
  const router = useRouter();
  const frame = useRef<HTMLIFrameElement>(null);
  const [state, setState] = useState(FRESH);
  useEffect(() => {
    if (!frame.current) return;
    let wasCompleted = false;
    return runPackage({
      frame: frame.current,
      contentOrigin: new URL(frameUrl).origin,
      start: opened.start,
      keep: api && opened.sessionId ? { url: api, sessionId: opened.sessionId } : null,
      onChange(change) {
        setState((before) => ({ ...before, ...change }));
        if (!change.completed || wasCompleted) return;
        wasCompleted = true;
        router.refresh();
      },
    });
  }, [frameUrl, opened, api, router]);
  return (
    <>
      {state.problem === "does_not_start" ? <Notice tone="bad">{t("doesNotStart")}</Notice> : null}
      {state.problem && state.problem !== "does_not_start" ? (
        <Notice tone="bad">{t(`refusal.${state.problem}`)}</Notice>
      ) : null}
      <iframe
        ref={frame}
        src={frameUrl}
        title={opened.start.item.title || t("lesson")}
        sandbox="allow-scripts allow-same-origin allow-forms allow-modals"
        allow="autoplay; fullscreen"
        referrerPolicy="no-referrer"
        className="card h-[max(30rem,75dvh)] w-full"
      />
      <output className="block text-ink-soft">{api ? t(`saved.${state.saving}`) : t("notKept")}</output>
    </>
  );
}
