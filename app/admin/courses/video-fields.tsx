"use client";

import { useState } from "react";
import { UploadField } from "#app/admin/courses/upload-field.tsx";

interface Stored {
  videoId: string | null;
  videoName: string | null;
  captionsId: string | null;
  captionsName: string | null;
  durationSeconds: number | null;
}

/** The fields of a video: its file, its captions, and its length, which the browser reads out of the file. */
export function VideoFields({ lesson }: { lesson: Stored | null }) {
  const [seconds, setSeconds] = useState(String(lesson?.durationSeconds ?? ""));
  return (
    <>
      <UploadField
        purpose="video"
        name="videoId"
        label="Video"
        hint="MP4 or WebM, at most 300 MB."
        accept="video/mp4,video/webm"
        known={lesson?.videoId ? { id: lesson.videoId, title: lesson.videoName ?? "" } : null}
        onChosen={(file) =>
          void readDuration(file).then((duration) => {
            if (duration !== null) setSeconds(String(duration));
          })
        }
      />
      <UploadField
        purpose="captions"
        name="captionsId"
        label="Captions"
        hint="A WebVTT file (.vtt). Not everybody can hear, and not everywhere can one listen."
        accept=".vtt,text/vtt"
        known={lesson?.captionsId ? { id: lesson.captionsId, title: lesson.captionsName ?? "" } : null}
      />
      <div className="grid gap-1.5">
        <label htmlFor="durationSeconds" className="font-semibold">
          Length in seconds
        </label>
        <input
          id="durationSeconds"
          name="durationSeconds"
          inputMode="numeric"
          className="field"
          required
          value={seconds}
          onChange={(event) => setSeconds(event.target.value)}
        />
      </div>
    </>
  );
}

/** Whole seconds, or null when this browser cannot play the file. */
function readDuration(file: File): Promise<number | null> {
  return new Promise((resolve) => {
    const video = document.createElement("video");
    const address = URL.createObjectURL(file);
    const end = (duration: number | null) => {
      URL.revokeObjectURL(address);
      resolve(duration);
    };
    video.addEventListener("loadedmetadata", () =>
      end(Number.isFinite(video.duration) ? Math.round(video.duration) : null),
    );
    video.addEventListener("error", () => end(null));
    video.preload = "metadata";
    video.src = address;
  });
}
