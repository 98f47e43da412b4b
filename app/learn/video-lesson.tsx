"use client";

import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import type { VideoToPlay } from "#lib/domain/lesson.ts";

const REPORT_EVERY_MS = 5_000;
/** Seconds a student may be ahead of what counts before the page says so. */
const SKIPPED_FROM_SECONDS = 12;

/** Plays a video from where the student stopped. `reportTo` is told where they are; null where nothing is kept. */
export function VideoLesson(props: { video: VideoToPlay; title: string; reportTo: string | null }) {
  const t = useTranslations("learn");
  const { video, reportTo } = props;
  const player = useRef<HTMLVideoElement>(null);
  const { watched, isFailing } = useReports(player, reportTo);
  const [position, setPosition] = useState(0);
  const isAhead = watched !== null && position > watched + SKIPPED_FROM_SECONDS;
  const goTo = (seconds: number) => {
    if (player.current) player.current.currentTime = seconds;
  };
  return (
    <div className="grid gap-3">
      <video
        ref={player}
        controls
        playsInline
        preload="metadata"
        className="w-full rounded-lg bg-black"
        aria-label={props.title}
        src={`/api/learn/files/${video.fileId}`}
        onLoadedMetadata={() => {
          const isWithin = video.positionSeconds > 0 && video.positionSeconds < video.durationSeconds - 2;
          if (isWithin) goTo(video.positionSeconds);
        }}
        onTimeUpdate={(event) => setPosition(event.currentTarget.currentTime)}
      >
        <track kind="captions" src={`/api/learn/files/${video.captionsId}`} label={t("captions")} default />
      </video>
      <output className="block text-ink-soft">
        {isFailing ? t("videoFailing") : null}
        {!isFailing && isAhead ? t("skipped", { time: clock(watched) }) : null}
      </output>
      {isAhead ? (
        <p>
          <button type="button" className="button button-small" onClick={() => goTo(watched)}>
            {t("backTo", { time: clock(watched) })}
          </button>
        </p>
      ) : null}
    </div>
  );
}

/** Tells the server where the video is: every few seconds while it plays, when it stops, and when the page is left. */
function useReports(player: React.RefObject<HTMLVideoElement | null>, reportTo: string | null) {
  const router = useRouter();
  const [watched, setWatched] = useState<number | null>(null);
  const [isFailing, setFailing] = useState(false);
  useEffect(() => {
    const video = player.current;
    if (!video || !reportTo) return;
    let isDone = false;
    const report = async () => {
      if (isDone) return;
      const answer = await send(reportTo, video.currentTime);
      setFailing(answer === null);
      if (!answer) return;
      setWatched(answer.watchedSeconds);
      if (!answer.lessonCompleted) return;
      isDone = true;
      router.refresh();
    };
    const tell = () => void report();
    const timer = setInterval(() => {
      if (!video.paused) tell();
    }, REPORT_EVERY_MS);
    for (const name of ["play", "pause", "ended", "seeked"]) video.addEventListener(name, tell);
    const tellWhenHidden = () => {
      if (document.visibilityState === "hidden" && !video.paused) tell();
    };
    document.addEventListener("visibilitychange", tellWhenHidden);
    return () => {
      clearInterval(timer);
      for (const name of ["play", "pause", "ended", "seeked"]) video.removeEventListener(name, tell);
      document.removeEventListener("visibilitychange", tellWhenHidden);
    };
  }, [player, reportTo, router]);
  return { watched, isFailing };
}

interface Reported {
  lessonCompleted: boolean;
  watchedSeconds: number;
}

/** Null when nothing was kept; the next report says it again. */
async function send(url: string, position: number): Promise<Reported | null> {
  try {
    const response = await fetch(url, {
      method: "POST",
      keepalive: true,
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ position }),
    });
    return response.ok ? ((await response.json()) as Reported) : null;
  } catch {
    return null;
  }
}

function clock(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
}
